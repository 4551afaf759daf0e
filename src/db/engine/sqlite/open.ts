/** Opens one connection to our SQLite file, and refuses, without touching it, any file that is not ours. */
import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { DatabaseOpenError, explain, openError } from './open-errors.ts'
import { APPLICATION_ID, checkOwner, checkWritable, inspectFile, ownerOf } from './ownership.ts'
import { closeToOthers, makeOwnFolder, makePrivateFile } from './private-files.ts'

/** 16 MB for the pages of each connection: a negative number counts in kibibytes. @see https://www.sqlite.org/pragma.html#pragma_cache_size */
export const usualCache = 'pragma cache_size = -16000'

export interface OpenOptions {
  /** Read only: every attempt to write is an error. */
  readOnly?: boolean
  /** Make the file when there is none. Without it, a missing file is an error. */
  create?: boolean
  /** How long SQLite itself may block this thread when the file is locked, in milliseconds (50). */
  busyTimeout?: number
  /** The same while opening (2000): when several processes start on a new file, one makes it and the others wait. */
  openTimeout?: number
}

/**
 * Opens `file` with our settings. A file without any table becomes ours when it is opened for writing.
 * @throws DatabaseOpenError when it is missing, not ours, locked, damaged or out of reach; it then stays as it was
 */
export function openSqlite(file: string, options: OpenOptions = {}): DatabaseSync {
  const { readOnly = false, busyTimeout = 50, openTimeout = 2_000 } = options
  const path = pathOf(file)
  checkPresent(path, options)
  checkOwner(path)
  if (!readOnly) checkWritable(path)

  let database: DatabaseSync | undefined
  try {
    if (!readOnly) {
      makePrivateFile(path)
      closeToOthers(path)
    }
    database = new DatabaseSync(path, {
      readOnly,
      timeout: openTimeout,
      enableForeignKeyConstraints: true,
      defensive: true,
    })
    configure(database, path, readOnly)
    database.exec(`pragma busy_timeout = ${busyTimeout}`)
    return database
  } catch (error) {
    database?.close()
    throw explain(path, error)
  }
}

function configure(database: DatabaseSync, path: string, readOnly: boolean): void {
  // The first read reaches the file: a lock or damage shows here rather than in the middle of a request.
  database.prepare('pragma schema_version').get()
  if (!readOnly) {
    if (ownerOf(database) !== 'ours') makeOurs(database, path)
    if (database.prepare('pragma journal_mode = wal').get()?.journal_mode !== 'wal') {
      throw openError('unsupported', path)
    }
    // One fsync for each commit: what was reported as saved survives a power cut.
    database.exec('pragma synchronous = full')
    // After a large import the log shrinks again, to 64 MB.
    database.exec('pragma journal_size_limit = 67108864')
  } else {
    // Pages that are not in the cache are then read without a system call, which is quicker.
    database.exec('pragma mmap_size = 1073741824')
  }
  database.exec('pragma temp_store = memory')
  database.exec(usualCache)
}

/** Marks the file, under a lock and after another look: somebody may have come first. */
function makeOurs(database: DatabaseSync, path: string): void {
  database.exec('begin immediate')
  try {
    if (!ownerOf(database)) throw openError('foreign', path)
    // Before WAL is switched on, so that the mark is in the file itself and not only in its log.
    database.exec(`pragma application_id = ${APPLICATION_ID}`)
    database.exec('commit')
    // Where it was on already, the mark must still reach the file.
    database.exec('pragma wal_checkpoint(truncate)')
  } catch (error) {
    if (database.isTransaction) database.exec('rollback')
    throw error
  }
}

function pathOf(file: string): string {
  if (file === '' || file === ':memory:') {
    const message = 'A database in memory cannot be shared between connections: give the path of a file'
    throw new DatabaseOpenError('unsupported', message)
  }
  // SQLite never takes an absolute path for a `file:` address, whatever characters it holds.
  return resolve(file)
}

/** A file that is not there is an error, unless it may be made. Its folder must be there: a disk that is not mounted is no empty one. */
function checkPresent(path: string, { readOnly, create }: OpenOptions): void {
  if (inspectFile(path)) return
  if (create) makeOwnFolder(path)
  if (!existsSync(dirname(path))) throw openError('no-folder', path)
  if (!create || readOnly) throw openError('missing', path)
}
