/** Starts the program. The only file that does something when it is imported. */
import { enableCompileCache } from 'node:module'

// What V8 has compiled is kept in the system's folder for temporary files, and the next start is quicker.
enableCompileCache()
const { serve } = await import('./serve.ts')
await serve()
