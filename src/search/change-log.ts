/** Reads the log of changes (`search_changes`). It tells which cached values in memory are out of date. */
import { sql } from 'kysely'
import type { Reader } from '../db/engine/connection.ts'

/** The number of the newest change; 0 where nothing was ever changed. */
export async function newestChange(db: Reader): Promise<number> {
  const { rows } = await sql<{ newest: number | null }>`select max(id) as newest from search_changes`.execute(
    db,
  )
  return rows[0]?.newest ?? 0
}

/** Stands in the log in place of an item's id: any item may have changed. */
export const noItem = 0

/** Where more was changed than this, it is quicker to read everything again. */
const most = { rows: 2_000, items: 20_000 }

/** @returns the items written after the change `known`; undefined where there are too many, or the log does not go back that far */
export async function changesSince(db: Reader, known: number): Promise<number[] | undefined> {
  const { rows } = await sql<{ id: number; first_item: number; last_item: number }>`
    select id, first_item, last_item from search_changes where id > ${known} order by id limit ${sql.lit(most.rows + 1)}`.execute(
    db,
  )
  if (
    rows.length > most.rows ||
    (rows.length > 0 && rows[0]?.id !== known + 1 && !(await isThere(db, known)))
  )
    return undefined
  const ids = new Set<number>()
  for (const { first_item, last_item } of rows) {
    // It stands for all items: see `allMayHaveChanged`.
    if (first_item === noItem) return undefined
    if (last_item - first_item + ids.size > most.items) return undefined
    for (let id = first_item; id <= last_item; id++) ids.add(id)
  }
  return [...ids]
}

/** On PostgreSQL a change that was rolled back leaves a gap in the numbers. Then the row before the gap is still there. */
async function isThere(db: Reader, id: number): Promise<boolean> {
  const row = await db.selectFrom('search_changes').select('id').where('id', '=', id).executeTakeFirst()
  return row !== undefined || id === 0
}
