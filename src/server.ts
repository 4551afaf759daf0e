/** Starts the program. The only file that does something when it is imported. */
import { enableCompileCache, flushCompileCache } from 'node:module'

// What V8 has compiled is kept in the system's folder for temporary files, and the next start is quicker.
enableCompileCache()
try {
  const { loadPreset } = await import('./load-preset.ts')
  loadPreset()
  const { loadDomain } = await import('./load-domain.ts')
  await loadDomain()
  const { loadTsx } = await import('./load-tsx.ts')
  // Both at once: esbuild is a process of its own.
  const [{ serve }] = await Promise.all([import('./serve.ts'), loadTsx()])
  await serve()
  // Now rather than when the program ends: it may be killed.
  flushCompileCache()
} catch (error) {
  // Nothing starts with a declaration that cannot be read, or a field that cannot be as it is declared.
  if (!(error instanceof Error) || error.name !== 'DeclarationError') throw error
  process.stderr.write(`Crowfoot cannot start: ${error.message}\n`)
  process.exitCode = 1
}
