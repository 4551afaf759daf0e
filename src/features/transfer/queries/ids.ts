/** The ids that new items get. An import knows them beforehand, so that items and their links go in by the thousand. */
import { sql } from 'kysely'
import type { Engine, Reader } from '../../../db/engine/connection.ts'

/** The highest id of an item so far; 0 where there is none. */
export async function lastId(db: Reader): Promise<number> {
  const last = await db.selectFrom('items').select('id').orderBy('id', 'desc').limit(1).executeTakeFirst()
  return last?.id ?? 0
}

/**
 * As many ids as asked for, counting up. PostgreSQL's counter hands them out, to us alone. On SQLite nobody else adds items while
 * our transaction runs, and an id that was once given (its counter remembers) is never given again.
 */
export async function reserveIds(db: Reader, engine: Engine, count: number): Promise<number[]> {
  if (engine === 'sqlite') {
    const { rows } = await sql<{ seq: number }>`select seq from sqlite_sequence where name = 'items'`.execute(
      db,
    )
    const next = (rows[0]?.seq ?? 0) + 1
    return Array.from({ length: count }, (_, index) => next + index)
  }
  const { rows } = await sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('items', 'id')) as id from generate_series(1, ${count}::integer)`.execute(
    db,
  )
  return rows.map(({ id }) => id).sort((a, b) => a - b)
}
