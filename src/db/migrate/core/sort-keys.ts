/** What lists are ordered by, worked out for rows that were there before they were ordered by it. */
import { sql } from 'kysely'
import { sortKeyIfOther } from '../../../rules/sort-key.ts'
import type { DataWork } from './plan.ts'

const portion = 1000

/**
 * Fills the column `NAME_sort_key` from `NAME_key`. It works as the program of today does: where that changes, a revision makes all keys anew.
 * @param articles words that do not count where a text begins with them, folded
 */
export function sortKeys(table: string, name: string, articles: readonly string[] = []): DataWork {
  return async (db) => {
    const [from, to] = [`${name}_key`, `${name}_sort_key`]
    for (let last = 0; ;) {
      const rows = (await db
        .selectFrom(table)
        .select(['id', `${from} as key`, `${to} as stored`])
        .where('id', '>', last)
        .orderBy('id')
        .limit(portion)
        .execute()) as { id: number; key: string | null; stored: string | null }[]
      const changed = rows.flatMap(({ id, key, stored }) => {
        const made = key === null ? null : sortKeyIfOther(key, articles)
        return made === stored ? [] : [sql`(cast(${id} as integer), cast(${made} as text))`]
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
