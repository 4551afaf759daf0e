/**
 * What lists are ordered by, worked out for rows that were there before they were ordered by it. It works as the program of today does:
 * where that changes, a revision makes all keys anew.
 */
import { sql } from 'kysely'
import { sortKeyIfOther } from '../../../rules/sort-key.ts'
import { sortKeyOfName } from '../../../rules/sort-name.ts'
import type { DataWork } from './plan.ts'

const portion = 1000

/**
 * Fills the column `NAME_sort_key` from `NAME_key`.
 * @param articles words that do not count where a text begins with them, folded
 */
export const sortKeys = (table: string, name: string, articles: readonly string[] = []): DataWork =>
  fill(table, `${name}_sort_key`, [`${name}_key`], ([key]) =>
    key == null ? null : sortKeyIfOther(key, articles),
  )

/** Fills the column `sort_key` of a lookup from its names and sort names. */
export const sortNames = (table: string): DataWork =>
  fill(table, 'sort_key', ['name', 'sort_name'], ([name, sortName]) => sortKeyOfName(name ?? '', sortName))

type Texts = readonly (string | null)[]

function fill(
  table: string,
  to: string,
  from: readonly string[],
  keyOf: (texts: Texts) => string | null,
): DataWork {
  return async (db) => {
    for (let last = 0; ;) {
      const rows = (await db
        .selectFrom(table)
        .select(['id', `${to} as stored`, ...from])
        .where('id', '>', last)
        .orderBy('id')
        .limit(portion)
        .execute()) as ({ id: number; stored: string | null } & Record<string, string | null>)[]
      const changed = rows.flatMap(({ id, stored, ...row }) => {
        const key = keyOf(from.map((column) => row[column] ?? null))
        return key === stored ? [] : [sql`(cast(${id} as integer), cast(${key} as text))`]
      })
      if (changed.length > 0)
        // Both engines call the columns of such rows so.
        await sql`update ${sql.table(table)} set ${sql.ref(to)} = made.column2 from (values ${sql.join(changed)}) as made
          where ${sql.table(table)}.id = made.column1`.execute(db)
      if (rows.length < portion) return
      last = rows.at(-1)?.id ?? 0
    }
  }
}
