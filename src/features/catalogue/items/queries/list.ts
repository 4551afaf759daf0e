/** The list of items: which ones, in which order, one page of them. */
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { noFilter } from '../forms/filter.ts'
import type { ChosenIds } from '../forms/choices.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { countItems } from './count.ts'
import { foundFields, listedFields, readRow } from './fields.ts'
import type { ListedRow } from './fields.ts'
import { linksOf } from './links.ts'
import type { Links } from './links.ts'
import { readPage } from './page.ts'
import type { PageOfRows } from './page.ts'

export type { ListedRow }

export interface ListedItem extends ListedRow, Links {}

export interface PageOfItems extends Omit<PageOfRows, 'rows'> {
  items: ListedItem[]
}

/** One page of the list, with what each item refers to, in its order. */
export async function listItems(readers: Readers, filter: ItemFilter, viewer: Viewer): Promise<PageOfItems> {
  authorize(viewer, 'catalogue.read')
  const fields = filter.query.length > 0 ? foundFields(viewer) : listedFields(viewer)
  const { rows, ...ends } = await readPage(readers, filter, viewer, fields)
  return { items: await withLinks(readers.db, rows, viewer), ...ends }
}

/** The same rows, each with what it refers to. */
export async function withLinks(
  db: Reader,
  rows: readonly ListedRow[],
  viewer: Viewer,
): Promise<ListedItem[]> {
  const links = await linksOf(
    db,
    rows.map((row) => row.id),
    viewer,
  )
  return rows.map((row) => ({ ...readRow(row), ...(links.get(row.id) as Links) }))
}

/** The newest items, for the front page. */
export async function listNewest(readers: Readers, count: number, viewer: Viewer): Promise<ListedItem[]> {
  return (await listItems(readers, { ...noFilter, per_page: count }, viewer)).items
}

/** A position in a list: a numbered page or, after the last numbered one, a cursor (`after` or `before`). */
export type ListPosition = Pick<ItemFilter, 'page' | 'after' | 'before'>

/** The items of one creator, category or type, with their number: for that one's own page. */
export async function listItemsOf(
  readers: Readers,
  of: Partial<ChosenIds>,
  place: ListPosition,
  viewer: Viewer,
): Promise<PageOfItems & { total: number }> {
  const filter = { ...noFilter, ...of, ...place }
  const [page, { count }] = await Promise.all([
    listItems(readers, filter, viewer),
    countItems(readers, filter, viewer),
  ])
  return { ...page, total: count }
}
