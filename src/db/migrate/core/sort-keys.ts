/**
 * Computes the sort keys of rows that were there before lists were sorted by them. It computes them as today's program does: where that
 * changes, a revision makes all keys again.
 */
import { sql } from 'kysely'
import { ownSortKeyOfText } from '../../../rules/sort-key.ts'
import { sortKeyOfName } from '../../../rules/sort-name.ts'
import { inBatches } from './batches.ts'
import type { DataWork } from './plan.ts'

type Row = { id: number } & Readonly<Record<string, string | null>>

/**
 * Fills the column `NAME_sort_key` from `NAME_key`.
 * @param articles words that do not count where a text begins with them, folded
 */
export const sortKeys = (table: string, name: string, articles: readonly string[] = []): DataWork =>
  fill(table, `${name}_sort_key`, ({ [`${name}_key`]: key }) =>
    key == null ? null : ownSortKeyOfText(key, articles),
  )

/** Fills the column `sort_key` of a lookup from its names and sort names. */
export const sortNames = (table: string): DataWork =>
  fill(table, 'sort_key', ({ name, sort_name }) => sortKeyOfName(name ?? '', sort_name))

function fill(table: string, to: string, keyOf: (row: Row) => string | null): DataWork {
  return (db, engine) =>
    inBatches(db, engine, { table }, async (rows: Row[]) => {
      const changed = rows.flatMap((row) => {
        const key = keyOf(row)
        return key === row[to] ? [] : [sql`(cast(${row.id} as integer), cast(${key} as text))`]
      })
      if (changed.length > 0)
        // Both engines call the columns of such rows so.
        await sql`update ${sql.table(table)} set ${sql.ref(to)} = made.column2 from (values ${sql.join(changed)}) as made
          where ${sql.table(table)}.id = made.column1`.execute(db)
    })
}
