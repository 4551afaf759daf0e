/** The orders of the list. */
import { sql } from 'kysely'
import { fieldNamed } from '../../../../declared.ts'
import type { SortKey } from '../../../../db/reading/cursor.ts'
import type { Sort } from '../forms/filter.ts'

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
