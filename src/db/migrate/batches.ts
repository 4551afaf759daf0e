/** Walks a large table so many rows at a time, for work on each of them. */
import type { Kysely } from 'kysely'
import type { TablesThen } from './plan.ts'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows as they are at this revision
export type BatchWork = (rows: any[], db: Kysely<TablesThen>) => Promise<void>

/** Walks a table by its key: each batch starts after the last row of the one before, so that nothing is read twice. */
export async function inBatches(
  db: Kysely<TablesThen>,
  from: { table: string; size?: number; key?: string },
  work: BatchWork,
): Promise<void> {
  const { table, size = 1000, key = 'id' } = from
  let last: unknown = null
  for (;;) {
    let query = db.selectFrom(table).selectAll().orderBy(key).limit(size)
    if (last !== null) query = query.where(key, '>', last)
    const rows = (await query.execute()) as Record<string, unknown>[]
    const end = rows.at(-1)
    if (end === undefined) return
    last = end[key]
    await work(rows, db)
    if (rows.length < size) return
  }
}
