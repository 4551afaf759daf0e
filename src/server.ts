/** Starts the program. This file and `search-process.ts` are the only ones that do something when they are imported. */
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
  const problem = problemOf(error)
  if (problem === undefined) throw error
  process.stderr.write(`Crowfoot cannot start: ${problem}\n`)
  process.exitCode = 1
}

/** What a person can fix before anything else is loaded; a stack helps with all else. */
function problemOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  // Nothing starts with a declaration that cannot be read, or a field that cannot be as it is declared.
  if (error.name === 'DeclarationError') return error.message
  return error.message.startsWith('Cannot find package')
    ? 'its packages are not installed: run npm ci'
    : undefined
}
