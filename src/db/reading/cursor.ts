/** What comes after one item in an order of the list: paging by key, which an index answers at any depth. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/** A number that is known, or the place in a prepared query where it will stand. */
export type Numeral = number | RawBuilder<number>

export type SortKey = RawBuilder<string | number>
export type SortDirection = 'asc' | 'desc'

/**
 * Only what comes after one item in the order: `(key, id) > (its key, its id)`. The first condition follows from the second; SQLite needs it
 * to begin in the middle of the index.
 * @param key what is sorted by before the id; null where the id alone decides
 */
export function afterItem(
  key: SortKey | null,
  id: RawBuilder<number>,
  cursor: Numeral,
  direction: SortDirection,
): RawBuilder<boolean> {
  const compare = direction === 'asc' ? sql`>` : sql`<`
  if (!key) return sql`${id} ${compare} ${cursor}`
  const itsOwn = (columns: RawBuilder<unknown>) =>
    sql`(select ${columns} from items where items.id = ${cursor})`
  return sql`${key} ${compare}= ${itsOwn(key)} and (${key}, ${id}) ${compare} ${itsOwn(sql`${key}, items.id`)}`
}
