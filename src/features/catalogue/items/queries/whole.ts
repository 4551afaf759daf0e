/** Items with all their fields, for whoever takes them away: any number of them, in portions. */
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import { authorize, refusal } from '../../../../security/rights/authorize.ts'
import { currentViewer } from '../../../../security/rights/current-viewer.ts'
import { readableColumns } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { readRow } from './fields.ts'
import { listItems } from './list.ts'
import type { ListedItem } from './list.ts'

/** A listed item with all the fields that its reader may see. */
export type WholeItem = ListedItem

const portion = 500

/**
 * All items that the filter finds, in the order of the list; or the oldest first, as they must be to be added again in their order.
 * Three queries for each portion, sent when the reader asks for more: nothing is kept open for one who is slow or goes away.
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
  const oldest = order === 'oldest'
  const sort = oldest || filter.sort === 'relevance' ? 'newest' : filter.sort
  let last = oldest ? 0 : null
  for (;;) {
    const current = await currentViewer(readers.db, viewer)
    authorize(current, 'export.run')
    // With fewer rights, the rest of the file would hold less, and nobody would notice: it breaks off instead.
    if (current.permissions.size < viewer.permissions.size) throw refusal(current)
    // The list of the newest, read from its end, begins with the oldest.
    const place = oldest ? { after: null, before: last } : { after: last, before: null }
    const { items } = await listItems(
      readers,
      { ...filter, ...place, sort, page: 1, per_page: portion },
      current,
    )
    if (oldest) items.reverse()
    if (items.length > 0) yield await withText(readers.heavy, items, current)
    last = items.at(-1)?.id ?? null
    if (items.length < portion || last === null) return
  }
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
