/** One migrating process at a time, on either engine. */
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { makePrivateFile, makePrivateFolder } from '../../engine/sqlite/private-files.ts'
import type { Connection } from '../connection/connection.ts'
import { MigrationError } from '../core/errors.ts'
import { snapshotFolder } from '../snapshots/snapshot.ts'
import { isHeldByOthers } from '../core/transaction.ts'

/** "crowfoot" in ASCII, as the number of the advisory lock. */
export const lockNumber = '7165064744912383860'
/** How long a process waits for the one in front, in milliseconds: a large table takes its time. */
const longestWait = 10 * 60_000

/** Runs the work while no other process migrates this database. @throws MigrationError when the other one does not finish */
export async function withLock<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  if (connection.engine === 'postgresql') return withAdvisoryLock(connection, work)
  return connection.file === undefined ? work() : withLockFile(connection.file, work)
}

/**
 * PostgreSQL's advisory lock. It is asked for again and again rather than waited for: a statement that waits keeps a
 * snapshot, and CREATE INDEX CONCURRENTLY of the process in front would wait for that in turn.
 */
async function withAdvisoryLock<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  await untilTaken(async () => {
    const [row] = await connection.query<{ locked: boolean }>(
      `select pg_try_advisory_lock(${lockNumber}) as locked`,
    )
    return row?.locked === true
  })
  try {
    return await work()
  } finally {
    await connection.query(`select pg_advisory_unlock(${lockNumber})`).catch(() => {}) // goes with the connection in any case
  }
}

/**
 * SQLite has no lock that outlives a transaction, so the lock is one on a file beside the snapshots, held by SQLite itself: the
 * operating system lets it go when the process ends, however it ends. The file stays: removing it would let two in at once.
 */
async function withLockFile<T>(file: string, work: () => Promise<T>): Promise<T> {
  const lock = openLock(snapshotFolder(file))
  try {
    await untilTaken(async () => takeExclusive(lock))
    return await work()
  } finally {
    lock.close()
  }
}

function openLock(folder: string): DatabaseSync {
  try {
    makePrivateFolder(folder)
    const path = join(folder, 'migrating.lock')
    makePrivateFile(path)
    return new DatabaseSync(path, { timeout: 0 })
  } catch (error) {
    throw new MigrationError(
      `cannot write into ${folder}, where snapshots are kept: ${(error as Error).message}`,
      { cause: error },
    )
  }
}

function takeExclusive(lock: DatabaseSync): boolean {
  try {
    lock.exec('begin exclusive')
    return true
  } catch (error) {
    if (isHeldByOthers(error)) return false
    throw error
  }
}

async function untilTaken(take: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + longestWait
  while (!(await take())) {
    if (Date.now() > end)
      throw new MigrationError(
        'another process has been migrating this database for ten minutes: look what it does, and try again',
      )
    await wait(50)
  }
}
