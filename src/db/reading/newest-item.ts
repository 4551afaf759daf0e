/**
 * The newest item, for those who want to know later what has come since. Ids count up in the order in which items are added. On
 * PostgreSQL that is not the order in which they can be seen: an import that takes minutes has its ids long before it commits, and
 * somebody else's item has a higher one by then.
 */
import { sql } from 'kysely'
import { engineUsedBy } from '../engine/many.ts'
import type { Reader } from '../engine/connection.ts'

/** Tells these locks from other advisory locks of the database. Any number would do. */
const newItems = 1_907

/**
 * Says until the end of the transaction that ids above the last one given may be its own. To be called before it takes any. On SQLite only
 * one transaction writes at a time, so there is nothing to say.
 */
export async function announceNewItems(db: Reader): Promise<void> {
  if (engineUsedBy(db) === 'postgresql')
    await sql`
      select pg_advisory_xact_lock_shared(${sql.lit(newItems)},
        coalesce(pg_sequence_last_value(pg_get_serial_sequence('items', 'id')::regclass), 0)::integer)`.execute(
      db,
    )
}

/** The highest id of all items that can be seen; 0 where there is none. */
export async function newestItemId(db: Reader): Promise<number> {
  const { rows } = await sql<{ id: number }>`select coalesce(max(id), 0) as id from items`.execute(db)
  return rows[0]?.id ?? 0
}

/** Whoever looks at the items after this sees all that will ever have this id or a lower one. */
export async function lastSettledId(db: Reader): Promise<number> {
  // In this order: what commits between the two is seen by who looks afterwards.
  const newest = await newestItemId(db)
  return engineUsedBy(db) === 'postgresql' ? Math.min(newest, await firstAnnounced(db)) : newest
}

/** The ids above this may belong to transactions that are not over. */
async function firstAnnounced(db: Reader): Promise<number> {
  const { rows } = await sql<{ id: number | null }>`
    select min(objid::bigint)::integer as id from pg_locks
    where locktype = 'advisory' and classid = ${sql.lit(newItems)}
      and database = (select oid from pg_database where datname = current_database())`.execute(db)
  return rows[0]?.id ?? Infinity
}
