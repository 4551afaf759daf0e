/** Starts the program. The only file that does something when it is imported. */
import { enableCompileCache } from 'node:module'

// What V8 has compiled is kept in the system's folder for temporary files, and the next start is quicker.
enableCompileCache()
const { DeclarationError } = await import('./fields/declaration.ts')
try {
  // Before the port: it fails where a field cannot be as it is declared.
  await import('./domain.ts')
  const { serve } = await import('./serve.ts')
  await serve()
} catch (error) {
  if (!(error instanceof DeclarationError)) throw error
  process.stderr.write(`Crowfoot cannot start: ${error.message}\n`)
  process.exitCode = 1
}
