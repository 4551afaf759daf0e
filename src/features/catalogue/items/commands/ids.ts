/** The ids that new items get, known beforehand: so items and their links go in together, however many. */
import { sql } from 'kysely'
import type { Engine, Reader } from '../../../../db/engine/connection.ts'
import { announceNewItems } from '../../../../db/reading/newest-item.ts'

/**
 * As many ids as asked for, counting up. A sequence of PostgreSQL gives each id to one caller only. On SQLite nobody else adds items
 * while our transaction runs, and the table `sqlite_sequence` holds the highest id ever given, so that none is given twice.
 */
export async function reserveIds(db: Reader, engine: Engine, count: number): Promise<number[]> {
  if (engine === 'sqlite') {
    const last = sql<{ seq: number }>`select seq from sqlite_sequence where name = 'items'`
    const next = ((await last.execute(db)).rows[0]?.seq ?? 0) + 1
    return Array.from({ length: count }, (_, index) => next + index)
  }
  await announceNewItems(db)
  const reserved = sql<{ id: number }>`
    select nextval(pg_get_serial_sequence('items', 'id')) as id from generate_series(1, ${count}::integer)`
  const { rows } = await reserved.execute(db)
  return rows.map(({ id }) => id).sort((a, b) => a - b)
}
