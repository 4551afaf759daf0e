/** Items with all their fields, for whoever takes them away: any number of them, in portions. */
import { sql } from 'kysely'
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import { authorize, refusal } from '../../../../security/rights/authorize.ts'
import { currentViewer } from '../../../../security/rights/current-viewer.ts'
import { readableColumns } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { isNarrowed } from '../forms/filter.ts'
import type { ItemFilter, Sort } from '../forms/filter.ts'
import { listedFields, readRow } from './fields.ts'
import { withLinks } from './list.ts'
import type { ListedItem } from './list.ts'
import { sortKey } from './order.ts'
import { rowsOf } from './page.ts'
import { searchItems } from './search.ts'

/** A listed item with all the fields that its reader may see. */
export type WholeItem = ListedItem

const portion = 500

/**
 * All items that the filter finds, in the order of the list; or the oldest first, as they must be to be added again in their order.
 * Which items these are is read once, at the beginning: an item that is deleted or changed meanwhile moves no other one out of the file.
 * Their contents are read in portions, when the reader asks for more: nothing is kept open for one who is slow or goes away.
 * Each portion asks anew whether its reader may still have it: a right that ends, ends in the middle of a file.
 * @throws HTTPException 401, 403
 */
export async function* readWhole(
  readers: Readers,
  filter: ItemFilter,
  viewer: Viewer,
  order: 'list' | 'oldest' = 'list',
): AsyncGenerator<WholeItem[], void, void> {
  authorize(viewer, 'export.run')
  const ids = await idsInOrder(readers, filter, viewer, order)
  for (let from = 0; from < ids.length; from += portion) {
    const current = await currentViewer(readers.db, viewer)
    authorize(current, 'export.run')
    // With fewer rights, the rest of the file would hold less, and nobody would notice: it breaks off instead.
    if (current.permissions.size < viewer.permissions.size) throw refusal(current)
    const page = { ids: ids.slice(from, from + portion), hasBefore: false, hasAfter: false }
    const { rows } = await rowsOf(readers.db, page, listedFields(current))
    const items = await withLinks(readers.db, rows, current)
    if (items.length > 0) yield await withText(readers.heavy, items, current)
  }
}

/** The ids of all items that the filter finds: eight bytes of memory for each. */
async function idsInOrder(
  readers: Readers,
  filter: ItemFilter,
  viewer: Viewer,
  order: 'list' | 'oldest',
): Promise<number[]> {
  const sort = order === 'oldest' || filter.sort === 'relevance' ? 'newest' : filter.sort
  const all = { ...filter, sort, page: 1, after: null, before: null, per_page: 2 ** 31 }
  const ids = isNarrowed(filter)
    ? ((await searchItems(readers, all, viewer, { page: true })).page?.ids ?? [])
    : await allIds(readers.heavy, sort)
  return order === 'oldest' ? ids.toReversed() : ids
}

/** The ids of all items as one text: a million rows would take a hundred times the memory on their way here. */
async function allIds(db: Reader, sort: Sort): Promise<number[]> {
  const { key, descending } = sortKey(sort)
  const direction = sql.raw(descending ? 'desc' : 'asc')
  const inOrder = sql`order by ${key ? sql`${key} ${direction}, ` : sql``}items.id ${direction}`
  const { rows } = await sql<{ ids: string | null }>`
    select string_agg(cast(items.id as text), ',' ${inOrder}) as ids from items`.execute(db)
  return rows[0]?.ids?.split(',').map(Number) ?? []
}

/** Adds what the list does not show. An item that was deleted a moment ago is left out. */
async function withText(db: Reader, items: readonly ListedItem[], viewer: Viewer): Promise<WholeItem[]> {
  const rows = await db
    .selectFrom('items')
    .select(['id', ...readableColumns(viewer)])
    .where(
      'id',
      'in',
      items.map(({ id }) => id),
    )
    .execute()
  const texts = new Map(rows.map((row) => [row.id, readRow(row)]))
  return items.flatMap((item) => {
    const text = texts.get(item.id)
    return text ? [{ ...item, ...text }] : []
  })
}
