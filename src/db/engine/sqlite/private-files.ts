/** Files that hold the catalogue's data: only the account that runs the program may read them, where the system knows such modes. */
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, realpathSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { projectRoot } from '../../../config.ts'
import { openError } from './open-errors.ts'

/** The folder for the project's database, which needs not be made by hand. */
const ownFolder = join(projectRoot, 'data')

/**
 * Makes the project's own data folder. Any other must be there: a disk that is not mounted must not become a new database.
 * @throws DatabaseOpenError where it cannot be made
 */
export function makeOwnFolder(file: string): void {
  if (dirname(file) !== ownFolder) return
  try {
    makePrivateFolder(ownFolder)
  } catch (error) {
    throw openError('unwritable', ownFolder, error)
  }
}

/** Makes a folder that nobody else may enter. One that is there stays as it is. */
export function makePrivateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 })
}

/** Makes an empty file that nobody else may read, before anybody fills it. One that is there stays as it is. */
export function makePrivateFile(path: string): void {
  try {
    // Only ever a new file: to close one that SQLite has open would drop SQLite's locks on it (see ownership.ts).
    closeSync(openSync(path, 'wx', 0o600))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

/** Takes everybody else's access to a database away, which an older version, or the system, may have given. */
export function closeToOthers(file: string): void {
  // SQLite keeps its log beside the file that a link leads to.
  const real = existsSync(file) ? realpathSync(file) : file
  // A new log gets the mode of the database itself.
  for (const end of ['', '-wal', '-shm', '-journal']) restrict(real + end, 0o600)
  if (dirname(real) === ownFolder) restrict(ownFolder, 0o700)
}

/** Takes everybody else's access to a file or folder away. */
export function restrict(path: string, mode: number): void {
  if (process.platform === 'win32') return
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (found && (found.mode & 0o077) !== 0 && !holdsCluster(path)) chmodSync(path, mode)
  } catch {
    // Somebody else owns it, or the disk knows no modes: it is theirs to say.
  }
}

/** `scripts/postgres.ts`, run by root, lets another account run a server in there. */
function holdsCluster(path: string): boolean {
  return process.getuid?.() === 0 && existsSync(join(path, 'postgres', 'PG_VERSION'))
}
