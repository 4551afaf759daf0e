/** Why a database file could not be opened, in one line that says what to do. */
import { join } from 'node:path'
import { isSqliteDiskFull, kindOf } from './errors.ts'

export type OpenProblem =
  | 'missing'
  | 'no-folder'
  | 'unreadable'
  | 'unwritable'
  | 'locked'
  | 'not-a-database'
  | 'foreign'
  | 'damaged'
  | 'unsupported'

/** The file was not opened, and was left as it was. */
export class DatabaseOpenError extends Error {
  readonly code: OpenProblem

  constructor(code: OpenProblem, message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'DatabaseOpenError'
    this.code = code
  }
}

const CHECK = 'check its permissions and those of its folder'

const MESSAGES: Record<OpenProblem, (path: string) => string> = {
  missing: (path) => `There is no database at ${path}: check DATABASE_URL`,
  'no-folder': (path) => `The folder of ${path} does not exist: make it, or check DATABASE_URL`,
  unreadable: (path) => `${path} cannot be opened: ${CHECK}`,
  unwritable: (path) => `${path} cannot be written: ${CHECK}`,
  locked: (path) => `${path} is locked by another program: close it there and try again`,
  'not-a-database': (path) => `${path} is not a SQLite database: check DATABASE_URL`,
  foreign: (path) => `${path} belongs to another application: give Crowfoot a file of its own`,
  damaged: (path) => `${path} is damaged: go back to a copy of it`,
  unsupported: (path) => `${path} is on a disk that cannot hold a database in WAL mode: use a local disk`,
}

export function openError(code: OpenProblem, path: string, cause?: unknown): DatabaseOpenError {
  return new DatabaseOpenError(code, MESSAGES[code](path), { cause })
}

/** A folder stands where the file is to be. */
export function folderError(path: string): DatabaseOpenError {
  const message = `${path} cannot be opened: it is a folder. Name a file in it, such as ${join(path, 'crowfoot.db')}`
  return new DatabaseOpenError('unreadable', message)
}

/** SQLite's primary result codes: https://sqlite.org/rescode.html */
const PROBLEMS: Record<number, OpenProblem> = {
  5: 'locked',
  8: 'unwritable',
  11: 'damaged',
  14: 'unreadable',
  26: 'not-a-database',
}

/** What SQLite says about the file at `path`, in our words. */
export function explain(path: string, error: unknown): DatabaseOpenError {
  if (error instanceof DatabaseOpenError) return error
  const kind = kindOf(error) ?? 0
  if (isSqliteDiskFull(error)) {
    return new DatabaseOpenError('unwritable', `The disk of ${path} is full: make room`, { cause: error })
  }
  const code = PROBLEMS[kind]
  if (code) return openError(code, path, error)
  const reason = error instanceof Error ? error.message : String(error)
  return new DatabaseOpenError('unreadable', `${path} cannot be opened: ${reason}`, { cause: error })
}
