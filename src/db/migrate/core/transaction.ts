/** One transaction around a revision, on either engine; a busy database is waited for without blocking the event loop. */
import { setTimeout as wait } from 'node:timers/promises'
import type { Connection } from '../connection/connection.ts'
import { chainOf, messageOf, MigrationError } from './errors.ts'

/** How long another process may keep the database before this one gives up, in milliseconds. */
const longestWait = 60_000

/**
 * Runs the work between BEGIN and COMMIT, and rolls back when it throws.
 * On SQLite foreign keys are off meanwhile, because a table that is rebuilt would otherwise take the rows that refer to it
 * with it. That setting does nothing inside a transaction, so it is made before BEGIN.
 */
export async function inTransaction<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  const sqlite = connection.engine === 'sqlite'
  if (sqlite) await connection.query('pragma foreign_keys = off')
  try {
    await whenFree(() => connection.query(sqlite ? 'begin immediate' : 'begin'))
    try {
      const result = await work()
      await whenFree(() => connection.query('commit'))
      return result
    } catch (error) {
      await connection.query('rollback').catch(() => {}) // SQLite has rolled back by itself when the disk is full
      throw error
    }
  } finally {
    if (sqlite) await connection.query('pragma foreign_keys = on').catch(() => {})
  }
}

/**
 * PostgreSQL: a statement that waits for a lock holds up everybody who comes after it, readers too. So no wait is longer than a
 * second, and the revision is taken back and tried again after a pause in which the others go on.
 */
export async function limitWaits(connection: Connection): Promise<void> {
  if (connection.engine === 'postgresql') await connection.query(`set local lock_timeout = '1s'`)
}

/** lock_not_available, deadlock_detected */
const lockCodes = ['55P03', '40P01']

/**
 * Runs the work from its beginning until nobody holds what it needs; it has to leave nothing when it fails.
 * @throws MigrationError a minute after the first failure, naming who may be in the way
 */
export async function whenUnlocked<T>(connection: Connection, work: () => Promise<T>): Promise<T> {
  let end: number | undefined
  for (;;) {
    try {
      return await work()
    } catch (error) {
      if (!chainOf(error).some(({ code }) => lockCodes.includes(String(code)))) throw error
      end ??= Date.now() + longestWait // a step may have taken longer than that
      if (Date.now() > end)
        throw new MigrationError(
          `others held the lock that this needs for a minute${await longestOf(connection)}: end what runs so long, or try again later`,
          { cause: error },
        )
    }
    await wait(1000 + Math.random() * 1000)
  }
}

async function longestOf(connection: Connection): Promise<string> {
  const [row] = await connection.query<{ pid: number; name: string; seconds: number }>(
    `select pid, application_name as name, extract(epoch from now() - xact_start)::int as seconds from pg_stat_activity
     where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null order by xact_start limit 1`,
  )
  return row
    ? ` (the longest open transaction is that of process ${row.pid}, ${row.name || 'unnamed'}, ${row.seconds} s)`
    : ''
}

/** Tries until the database is not busy. @throws MigrationError after a minute */
export async function whenFree<T>(attempt: () => Promise<T>): Promise<T> {
  const end = Date.now() + longestWait
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!isHeldByOthers(error)) throw error
      if (Date.now() > end)
        throw new MigrationError(
          'the database has been busy for a minute: stop what else is writing to it and try again',
          { cause: error },
        )
    }
    await wait(20 + Math.random() * 30)
  }
}

const SQLITE_BUSY = 5
const SQLITE_LOCKED = 6

export function isHeldByOthers(error: unknown): boolean {
  const code = (error as { errcode?: unknown }).errcode
  return typeof code === 'number' && [SQLITE_BUSY, SQLITE_LOCKED].includes(code & 0xff)
}

const SQLITE_FULL = 13

/** Puts what a database says into one line with the name of what was under way: `0005_add_price: no such table: x`. */
export async function plainly<T>(what: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const reason = isFull(error)
      ? 'there is no room left on the disk, and nothing was changed'
      : messageOf(error)
    throw new MigrationError(`${what}: ${reason}`, { cause: error })
  }
}

function isFull(error: unknown): boolean {
  return chainOf(error).some(
    ({ errcode, code }) => errcode === SQLITE_FULL || code === 'ENOSPC' || code === '53100',
  )
}
