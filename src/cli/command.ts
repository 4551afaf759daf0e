/** What every command shares: how it opens the database, answers, says that it could not, and says how it is used. */
import type { Command } from 'commander'
import type { Config } from '../config.ts'
import type { Database } from '../db/engine/connection.ts'
import { CommandError } from './command-error.ts'
import { isMissing, makesDatabase } from './db/load.ts'

export { CommandError } from './command-error.ts'

/** The command was called in a way that makes no sense, which its options alone could not tell. Exit code 2. */
export class UsageError extends Error {
  override name = 'UsageError'
  readonly usage: string

  constructor(message: string, command: Command) {
    super(message)
    this.usage = usageOf(command)
  }
}

/** What commander gives an action that has `--json`. */
export interface JsonOption {
  json?: boolean
}

/** Adds `--json`: the answer for a program, and nothing else on standard output. */
export function withJson(command: Command): Command {
  return command.option('--json', 'print the answer as JSON and nothing else')
}

/** Prints the answer: as JSON where that was asked for, else as the text, which is only then made. */
export function answer(options: JsonOption, value: unknown, text: () => string): void {
  process.stdout.write(`${options.json === true ? JSON.stringify(value, null, 2) : text()}\n`)
}

/**
 * Opens the database of the settings, hands it to `work`, and closes it whatever happens.
 * Where there is no database, `create` makes one at the newest revision, for commands that bring something in. `existing` refuses: a
 * list or an export of nothing would look like one that went well. The database is loaded only here, so that `--help` need not wait for it.
 * @throws ConfigError, or what opening throws, each with a message for the person who typed the command
 */
export async function withDatabase<Result>(
  work: (database: Database, config: Config) => Promise<Result>,
  where: 'create' | 'existing' = 'existing',
): Promise<Result> {
  const { readConfig } = await import('../config.ts')
  const { openDatabase } = await import('../db/engine/connection.ts')
  const { forbidden } = await import('../db/engine/postgresql/open-errors.ts')
  const config = readConfig()
  await makeCurrent(config.databaseUrl, where)
  const database = await openDatabase(config.databaseUrl)
  try {
    return await work(database, config)
  } catch (error) {
    const mayNot = forbidden(config.databaseUrl, error)
    throw mayNot === undefined ? error : new CommandError(mayNot, { cause: error })
  } finally {
    await database.close()
  }
}

/** @throws CommandError for a database that is not there, has no tables, lacks a revision, or is newer than the project */
async function makeCurrent(url: string, where: 'create' | 'existing'): Promise<void> {
  const { inUseWithoutPreset, isTrial, readState, refuseNewer, upgrade } =
    await import('../db/migrate/index.ts')
  if (where === 'existing' && isMissing(url))
    throw new CommandError(
      `there is no database at ${url.slice('sqlite:'.length)}: ${makesDatabase()}, or DATABASE_URL names another one`,
    )
  const state = await readState(url)
  refuseNewer(state)
  const { applied, pending } = state
  if (applied.length === 0 && where === 'existing')
    throw new CommandError(`the database has no tables yet: ${makesDatabase('them')}`)
  if (applied.length === 0) await upgrade(url)
  else if (pending.some(({ id }) => isTrial(id))) throw new CommandError(inUseWithoutPreset)
  else if (pending.length > 0)
    throw new CommandError('the database is not at the newest revision: run npx crowfoot db upgrade first')
}

/** An error as one line. Errors of the network may have no message, only a code or other errors inside. */
export function oneLine(error: unknown): string {
  if (error instanceof AggregateError && error.message === '' && error.errors.length > 0) {
    return oneLine(error.errors[0])
  }
  if (!(error instanceof Error)) return String(error)
  if ('syscall' in error) return ofSystem(error as NodeJS.ErrnoException)
  const [line] = error.message.trim().split('\n')
  return line !== undefined && line !== '' ? line : error.name
}

/** What the system says of a file that could not be written or read, in plain words where it is one of the usual reasons. */
function ofSystem({ code, path, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOSPC' || code === 'EDQUOT') return 'the disk is full: make room and try again'
  if (path !== undefined && (code === 'EACCES' || code === 'EPERM'))
    return `this account may not open ${path}: check its permissions and those of its folder`
  if (path !== undefined && code === 'EROFS')
    return `${path} is on a disk that cannot be written: name another place`
  return message.replaceAll('\n', ' ')
}

/** The whole call of a command and its usage line: "Usage: npx crowfoot db upgrade [options] [revision]". */
export function usageOf(command: Command): string {
  return `Usage: ${command.createHelp().commandUsage(command)}\nMore: ${fullName(command)} --help`
}

function fullName(command: Command): string {
  return command.parent === null ? command.name() : `${fullName(command.parent)} ${command.name()}`
}
