/** Runs a program made with commander to its exit code, with the same conventions for every command. */
import path from 'node:path'
import { debuglog, styleText } from 'node:util'
import { CommanderError, type Command } from 'commander'
import { oneLine, usageOf, UsageError } from './command.ts'

/** `NODE_DEBUG=crowfoot npx crowfoot ...` shows where an error came from. */
const debug = debuglog('crowfoot')

/**
 * Runs one command of the program.
 * @param program its name is how it is called, such as `npx crowfoot`; its messages begin with the last word of that
 * @param args what follows the program's name on the command line
 * @returns the exit code: 0 done, 1 could not (one line on standard error), 2 wrong usage (with the usage)
 */
export async function run(program: Command, args: readonly string[]): Promise<number> {
  const name = shortName(program)
  prepare(program, name)
  program.hook('preAction', (_program, command) => refuseEmpty(command))
  try {
    await program.parseAsync(args, { from: 'user' })
    return 0
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    debug('%O', error)
    process.stderr.write(`${name}: ${oneLine(error)}\n`)
    if (!(error instanceof UsageError)) return 1
    process.stderr.write(`${error.usage}\n`)
    return 2
  }
}

/** `npx tsx scripts/postgres.ts` is the program postgres. */
export const shortName = (program: Command) => path.parse(program.name().split(' ').at(-1) ?? '').name

/** `data import "$FILE"` where FILE is not set: no argument of any command means something when it is empty. */
function refuseEmpty(command: Command): void {
  const empty = command.registeredArguments.find((_, index) => command.args[index]?.trim() === '')
  if (empty) throw new UsageError(`the argument '${empty.name()}' is empty`, command)
}

/** Gives a command and those below it the same conventions; commander passes them on only to what `.command()` makes. */
function prepare(command: Command, name: string): void {
  command
    // Errors are thrown to `run`, so that the process ends in one place.
    .exitOverride()
    .helpOption('-h, --help', 'show this help')
    .allowExcessArguments(false)
    .showSuggestionAfterError()
    .showHelpAfterError(usageOf(command))
    .configureOutput({
      outputError: (text, write) => {
        write(text.replace(/^error: /, `${name}: `))
      },
    })
    .configureHelp({ styleTitle: (text) => styleText('bold', text) })
  // Where there are commands to explain: `crowfoot help db` is `crowfoot db --help`.
  if (command.commands.length > 0) command.helpCommand('help [command]', 'show the help of a command')
  for (const below of command.commands) prepare(below, name)
}
