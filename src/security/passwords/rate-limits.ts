/** Counts how often something was tried, in the database: so that it holds across processes and survives a restart. */
import { sql } from 'kysely'
import type { Reader } from '../../db/engine/connection.ts'
import { limitOf, prepare } from '../../db/reading/prepared.ts'
import { now } from '../../db/schema/time.ts'
import type { Writer } from '../../db/engine/writer.ts'

/** How often something was tried, and until when that counts. */
export interface Count {
  points: number
  expires_at: string
}

interface Row extends Count {
  key: string
}

/** Expired rows are cleared an hour later, when nobody is likely to be counting in them; so many at once. */
const clearedAfter = 3_600_000
const clearedAtOnce = 20

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString()
const byKey = (rows: readonly Row[]) =>
  new Map(rows.map(({ key, points, expires_at }) => [key, { points, expires_at }]))

/** The keys under their numbers, and moments under their names: what the prepared queries below take. */
type Values = Record<string, string>
const numbered = (keys: readonly string[]): Values => Object.fromEntries(keys.entries())
const numbers = (count: number) => Array.from({ length: count }, (_, number) => String(number))

/** The counts of these keys that have not expired. */
export async function readCounts(db: Reader, keys: readonly string[]): Promise<Map<string, Count>> {
  return byKey(await counts(db, { ...numbered(keys), now: now() }, keys.length))
}

/** Its shape (see `prepare`) is how many keys there are. */
const counts = prepare<Values, Row, number>((db, value, keys) =>
  db
    .selectFrom('rate_limits')
    .selectAll()
    .where('key', 'in', numbers(keys).map(value))
    .where('expires_at', '>', value('now')),
)

/**
 * Counts one more for each key, in one statement: of two that come at once, each gets a number of its own.
 * @param points each with the seconds for which a count goes on from its first point
 */
export async function addPoints(
  em: Writer,
  points: readonly { key: string; seconds: number }[],
): Promise<Map<string, Count>> {
  const ends = points.map(({ seconds }, number) => [endOf(String(number)), inSeconds(seconds)] as const)
  const values = { ...numbered(points.map(({ key }) => key)), ...Object.fromEntries(ends), now: now() }
  return byKey(await pointsAdded(em.getKysely(), values, points.length))
}

const endOf = (number: string) => `end ${number}`

/** Its shape (see `prepare`) is how many keys there are. */
const pointsAdded = prepare<Values, Row, number>((db, value, keys) =>
  db
    .insertInto('rate_limits')
    .values(
      numbers(keys).map((number) => ({ key: value(number), points: 1, expires_at: value(endOf(number)) })),
    )
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet({
        points: sql<number>`case when rate_limits.expires_at <= ${value('now')} then 1 else rate_limits.points + 1 end`,
        expires_at: sql<string>`case when rate_limits.expires_at <= ${value('now')} then excluded.expires_at else rate_limits.expires_at end`,
      }),
    )
    .returningAll(),
)

/** Takes one point back, where the try turned out to be none to count. */
export async function takePointBack(em: Writer, key: string): Promise<void> {
  await pointTakenBack(em.getKysely(), { key })
}

const pointTakenBack = prepare<{ key: string }, unknown>((db, value) =>
  db
    .updateTable('rate_limits')
    .set({ points: sql<number>`points - 1` })
    .where('key', '=', value('key'))
    .where('points', '>', 0),
)

/** Begins the count of a key anew. */
export async function forget(em: Writer, key: string): Promise<void> {
  await forgotten(em.getKysely(), { key })
}

const forgotten = prepare<{ key: string }, unknown>((db, value) =>
  db.deleteFrom('rate_limits').where('key', '=', value('key')),
)

/**
 * Clears a few of the rows that have long expired. Called whenever rows may have been added, it keeps the table short and never
 * takes long.
 */
export async function clearExpired(em: Writer): Promise<void> {
  await cleared(em.getKysely(), { expired: new Date(Date.now() - clearedAfter).toISOString() })
}

const cleared = prepare<{ expired: string }, unknown>((db, value) =>
  db
    .deleteFrom('rate_limits')
    .where('key', 'in', (eb) =>
      eb
        .selectFrom('rate_limits')
        .select('key')
        .where('expires_at', '<', value('expired'))
        .orderBy('expires_at')
        .limit(limitOf(clearedAtOnce)),
    ),
)

/** Remembers something for a while. */
export async function recordMark(em: Writer, key: string, seconds: number): Promise<void> {
  await storeMark(em.getKysely(), { key, end: inSeconds(seconds) })
}

const storeMark = prepare<{ key: string; end: string }, unknown>((db, value) =>
  db
    .insertInto('rate_limits')
    .values({ key: value('key'), points: 1, expires_at: value('end') })
    .onConflict((conflict) => conflict.column('key').doUpdateSet({ expires_at: value('end') })),
)
