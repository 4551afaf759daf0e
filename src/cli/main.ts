/** The `crowfoot` command from its arguments to its exit code; cli/bin/crowfoot.mjs calls it. */
import { DeclarationError } from '../fields/declaration.ts'
import { loadDomain } from '../load-domain.ts'
import { loadPreset } from '../load-preset.ts'
import { run } from './run.ts'

/**
 * Runs one command.
 * @param args what follows `crowfoot` on the command line
 * @returns the exit code: 0 done, 1 could not (one line on standard error), 2 wrong usage (with the usage)
 */
export async function main(args: readonly string[]): Promise<number> {
  // `crowfoot ... | head` closes the pipe early; that is no error of ours.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : 1)
  })
  try {
    loadPreset()
    await loadDomain()
    // Loaded here, since what loads `domain.ts` fails where a field cannot be as it is declared.
    const { createProgram } = await import('./program.ts')
    return await run(createProgram(), args)
  } catch (error) {
    if (!(error instanceof DeclarationError)) throw error
    process.stderr.write(`crowfoot: ${error.message}\n`)
    return 1
  }
}
