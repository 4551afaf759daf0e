/** Whose file is this? Looks at a database file from outside, without changing a byte of it. */
import { accessSync, constants, statSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { pathToFileURL } from 'node:url'
import { DatabaseOpenError, explain, folderError, openError } from './open-errors.ts'

/** "Crow" in four bytes: how our files are marked (https://sqlite.org/pragma.html#pragma_application_id). */
export const APPLICATION_ID = 0x43726f77

/** Throws a DatabaseOpenError unless the file is ours, or nobody's yet because it is missing or empty. */
export function checkOwner(path: string): void {
  const stats = inspectFile(path)
  if (stats?.isDirectory()) throw folderError(path)
  if (!stats || stats.size === 0) return
  if (!stats.isFile()) throw openError('unreadable', path)
  // SQLite itself takes a file of one byte for an empty one, and would write over it.
  if (stats.size === 1) throw openError('not-a-database', path)
  // A file that another process is just making may look damaged for a moment.
  for (let attempt = 1; ; attempt++) {
    try {
      checkContent(path)
      return
    } catch (error) {
      if (!(error instanceof DatabaseOpenError) || error.code !== 'damaged' || attempt === 10) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20)
    }
  }
}

/** Throws unless the file, where there is one, and its folder can be written: SQLite keeps its log beside the file. */
export function checkWritable(path: string): void {
  try {
    if (inspectFile(path)) accessSync(path, constants.R_OK | constants.W_OK)
    accessSync(dirname(path), constants.W_OK)
  } catch (error) {
    throw openError('unwritable', path, error)
  }
}

export function inspectFile(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false })
  } catch (error) {
    throw openError('unreadable', path, error)
  }
}

/**
 * SQLite reads the file as `immutable`: no lock, no log, nothing written. It must not be read with node:fs: on Unix, closing
 * a file drops every lock that this process holds on it, those of SQLite's own connections too, and another process may
 * then write in the middle of ours (https://sqlite.org/howtocorrupt.html, section 2.2).
 */
function checkContent(path: string): void {
  const url = pathToFileURL(path)
  url.search = '?immutable=1'
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(url, { readOnly: true })
    const owner = ownerOf(database)
    // Another program's tables may so far stand only in its log.
    if (!owner || (owner === 'nobody' && hasLog(path))) throw openError('foreign', path)
  } catch (error) {
    const problem = explain(path, error)
    // A process killed while it copied its log into the file leaves the file half old, half new: opening it repairs it.
    if (problem instanceof DatabaseOpenError && problem.code === 'damaged' && hasLog(path)) return
    throw problem
  } finally {
    database?.close()
  }
}

/** The owner of an open database; undefined when it is somebody else. */
export function ownerOf(database: DatabaseSync): 'ours' | 'nobody' | undefined {
  const mark = database.prepare('pragma application_id').get()?.application_id
  if (mark === APPLICATION_ID) return 'ours'
  const table = database.prepare('select 1 from sqlite_schema limit 1').get()
  return mark === 0 && !table ? 'nobody' : undefined
}

function hasLog(path: string): boolean {
  return ['-wal', '-journal'].some((end) => (inspectFile(path + end)?.size ?? 0) > 0)
}
