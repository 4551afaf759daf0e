/** Copies of a SQLite file, made while it is in use: before each migration, and when somebody asks for one. */
import { readdirSync } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { makePrivateFile, makePrivateFolder, restrict } from '../../engine/sqlite/private-files.ts'
import { bookkeepingTable } from '../graph/bookkeeping.ts'
import type { AppliedRevision } from '../graph/bookkeeping.ts'
import type { SqliteConnection } from '../connection/connection.ts'
import { isHeldByOthers } from '../core/transaction.ts'

/** How many of the snapshots made before migrations are kept. */
const kept = 10
/** Pages copied between two looks at whatever else there is to do. */
const pagesAtOnce = 2000

/** Where the snapshots of a database are: the folder `snapshots` beside its file. */
export function snapshotFolder(file: string): string {
  return join(dirname(file), 'snapshots')
}

/** What this program puts into the folder: snapshots, whole or not, its lock, and copies to rehearse on. */
const ours = /^(\d{8}-\d{6}-\d{3}.*\.db|rehearsal-.*\.db|migrating\.lock)/

/** Takes everybody else's access to a database's snapshots away, which older versions gave. The folder may hold other things too: they stay. */
export function closeSnapshotsToOthers(file: string): void {
  const folder = snapshotFolder(file)
  const names = namesIn(folder)
  for (const name of names.filter((each) => ours.test(each))) restrict(join(folder, name), 0o600)
  if (names.every((name) => ours.test(name))) restrict(folder, 0o700)
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    // There is none yet, or it is somebody else's.
    return []
  }
}

/** A snapshot named after the revision that is about to change the database. @returns its path */
export async function snapshotBefore(
  connection: SqliteConnection,
  file: string,
  revision: string,
): Promise<string> {
  const folder = snapshotFolder(file)
  const path = join(folder, `${timestamp()}-before-${revision}.db`)
  await takeSnapshot(connection, path)
  await prune(folder)
  return path
}

/** Copies the database to a file that does not exist yet. It has its name only when it is whole. */
export async function takeSnapshot(connection: SqliteConnection, path: string): Promise<void> {
  makePrivateFolder(dirname(path))
  const partial = `${path}.${process.pid}.partial`
  await clearAbandoned(dirname(path), basename(path))
  try {
    makePrivateFile(partial)
    await backup(connection.database, partial, { rate: pagesAtOnce })
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

/** What a process leaves that is killed, with its number; the folder may be one in which others keep files too. */
const unfinished =
  /^\d{8}-\d{6}-\d{3}.*\.db(?:\.(\d+))?\.partial$|^rehearsal-(?:(\d+)-)?.*\.db(?:\.\d+\.partial)?$/

/** Removes half snapshots and copies of rehearsals whose process is gone. */
async function clearAbandoned(folder: string, about: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const own = name.startsWith(`${about}.`) ? /\.(\d+)\.partial$/.exec(name) : null
    const found = own ?? unfinished.exec(name)
    const pid = found?.[1] ?? found?.[2]
    const path = join(folder, name)
    if (!found || (pid !== undefined && isRunning(Number(pid))) || isInUse(path)) continue
    for (const end of ['', '-journal', '-wal', '-shm']) await rm(path + end, { force: true }).catch(() => {})
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * Notices a process whose number means nothing here, as in a container. Whoever writes a copy has it locked, and whoever rehearses on one
 * has it open: SQLite then refuses to leave WAL mode.
 */
function isInUse(path: string): boolean {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { timeout: 0 })
    database.exec('begin exclusive; commit; pragma journal_mode = delete')
    return false
  } catch (error) {
    return isHeldByOthers(error)
  } finally {
    database?.close()
  }
}

/** "20260131-120000-123": sorts in the order of time, and Windows allows it in a file name. */
export function timestamp(): string {
  return new Date().toISOString().replace(/[-:Z]/g, '').replace(/[T.]/g, '-')
}

async function prune(folder: string): Promise<void> {
  const names = (await readdir(folder))
    .filter((name) => /^\d{8}-\d{6}-\d{3}-before-.*\.db$/.test(name))
    .toSorted()
  for (const name of names.slice(0, -kept)) await rm(join(folder, name), { force: true })
}

type Applied = Pick<AppliedRevision, 'id' | 'applied_at'>

/** The newest snapshot beside a database whose revisions are what is looked for. */
export function newestSnapshot(
  file: string,
  fits: (revisions: readonly Applied[]) => boolean,
): string | undefined {
  const folder = snapshotFolder(file)
  const names = namesIn(folder).filter((name) => /^\d{8}-\d{6}-\d{3}.*\.db$/.test(name))
  return names
    .toSorted()
    .toReversed()
    .map((name) => join(folder, name))
    .find((path) => {
      const revisions = revisionsIn(path)
      return revisions.length > 0 && fits(revisions)
    })
}

/** Nothing where the file cannot be read. */
function revisionsIn(path: string): Applied[] {
  let database: DatabaseSync | undefined
  try {
    database = new DatabaseSync(path, { readOnly: true })
    const query = `select id, applied_at from ${bookkeepingTable}`
    return database.prepare(query).all() as unknown as Applied[]
  } catch {
    return []
  } finally {
    database?.close()
  }
}
