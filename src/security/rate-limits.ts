/** Counts how often something was tried, in the database: so that it holds across processes and survives a restart. */
import { sql } from 'kysely'
import type { EntityManager, Reader } from '../db/connection.ts'
import { now } from '../db/time.ts'

/** How often something was tried, and until when that counts. */
export interface Count {
  points: number
  expires_at: string
}

/** Expired rows are cleared a day later, when nobody is likely to be counting in them. */
const kept = 24 * 3_600_000

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()

/** The counts of these keys that have not expired. */
export async function readCounts(db: Reader, keys: readonly string[]): Promise<Map<string, Count>> {
  const rows = await db
    .selectFrom('rate_limits')
    .selectAll()
    .where('key', 'in', keys)
    .where('expires_at', '>', now())
    .execute()
  return new Map(rows.map(({ key, points, expires_at }) => [key, { points, expires_at }]))
}

/**
 * Counts one more for each key, in one statement: of two that come at once, each gets a number of its own.
 * @param seconds how long a count goes on from its first point
 */
export async function addPoint(
  em: EntityManager,
  keys: readonly string[],
  seconds: number,
): Promise<Map<string, Count>> {
  const moment = now()
  const expires_at = inSeconds(seconds)
  const rows = await writer(em)
    .insertInto('rate_limits')
    .values(keys.map((key) => ({ key, points: 1, expires_at })))
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        points: sql<number>`case when rate_limits.expires_at <= ${moment} then 1 else rate_limits.points + 1 end`,
        expires_at: sql<string>`case when rate_limits.expires_at <= ${moment} then excluded.expires_at else rate_limits.expires_at end`,
      }),
    )
    .returningAll()
    .execute()
  return new Map(rows.map(({ key, points, expires_at }) => [key, { points, expires_at }]))
}

/** Takes one point back, where the try turned out to be none to count. */
export async function takePointBack(em: EntityManager, key: string): Promise<void> {
  await writer(em)
    .updateTable('rate_limits')
    .set({ points: sql<number>`points - 1` })
    .where('key', '=', key)
    .where('points', '>', 0)
    .execute()
}

/** Begins the count of a key anew, and clears what has long expired. */
export async function forget(em: EntityManager, key: string): Promise<void> {
  await writer(em).deleteFrom('rate_limits').where('key', '=', key).execute()
  await writer(em)
    .deleteFrom('rate_limits')
    .where('expires_at', '<', new Date(Date.now() - kept).toISOString())
    .execute()
}

/** Remembers something for a while. */
export async function remember(em: EntityManager, key: string, seconds: number): Promise<void> {
  await writer(em)
    .insertInto('rate_limits')
    .values({ key, points: 1, expires_at: inSeconds(seconds) })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ expires_at: inSeconds(seconds) }))
    .execute()
}

function writer(em: EntityManager): Reader {
  return em.getKysely()
}
