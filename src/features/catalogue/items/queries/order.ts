/** The orders of the list, and what comes after an item in each. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { fieldNamed } from '../../../../declared.ts'
import type { Sort } from '../forms/filter.ts'

/** A number that is known, or the place in a prepared query where it will stand. */
export type Numeral = number | RawBuilder<number>

export type SortKey = RawBuilder<string | number>
export type SortDirection = 'asc' | 'desc'

/**
 * What the list is sorted by, before the id, which decides between equals: each has its index (see `db/schema/columns.ts`). None for the
 * newest: they have the highest ids, so the order of ids is the order of time.
 */
export function sortKey(sort: Sort): { key: SortKey | null; descending: boolean } {
  const { key, descending } = orderOf(sort)
  return { key: key === null ? null : sql.raw<string | number>(key), descending }
}

/** The same for the search. */
export function orderOf(sort: Sort): { key: string | null; descending: boolean } {
  const descending = sort.startsWith('-')
  const name = descending ? sort.slice(1) : sort
  const order = fieldNamed(name)?.order?.(`items.${name}`)
  return order ? { key: descending ? order.down : order.up, descending } : { key: null, descending: true }
}

/**
 * Only what comes after one item in the order: `(key, id) > (its key, its id)`, which an index answers at any depth. The first
 * condition follows from the second; SQLite needs it to begin in the middle of the index.
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
