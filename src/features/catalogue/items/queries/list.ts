/** The list of items: which ones, in which order, one page of them. */
import type { Reader } from '../../../../db/connection.ts'
import { countsOf, totalOf } from '../../../../db/counts.ts'
import { limitOf, prepare } from '../../../../db/prepared.ts'
import { remember } from '../../../../db/remembered.ts'
import { authorize } from '../../../../security/authorize.ts'
import type { Viewer } from '../../../../security/viewer.ts'
import { isNarrowed, noFilter } from '../forms/filter.ts'
import type { ItemFilter, Sort } from '../forms/filter.ts'
import { linksOf } from './links.ts'
import type { Link } from './links.ts'
import { areMany, chosenBy, narrow } from './narrow.ts'
import type { ItemQuery } from './narrow.ts'
import { beyond, sortKey } from './order.ts'
import type { Numeral } from './order.ts'

export interface ListedItem {
  id: number
  title: string
  year: number | null
  identifier: string | null
  item_type_id: number
  type: string
  creators: Link[]
  categories: Link[]
}

/** The same without its links. */
export type ListedRow = Omit<ListedItem, 'creators' | 'categories'>

export interface ItemPage {
  items: ListedItem[]
  /** Whether there is a page before and after this one. */
  hasBefore: boolean
  hasAfter: boolean
}

/**
 * One page of the list, with each item's creators and categories in their order: two queries, whatever the page's size.
 * Reads one row more than it shows, which tells whether there is a next page without counting.
 */
export async function listItems(db: Reader, filter: ItemFilter, viewer: Viewer): Promise<ItemPage> {
  authorize(viewer, 'catalogue.read')
  const { sort, page, per_page, after, before } = filter
  const place = { skipped: (page - 1) * per_page, beyond: after ?? before ?? 0 }
  const order = { sort, backwards: before !== null, from: startOf(filter), most: per_page + 1 }
  const found = isNarrowed(filter)
    ? await onePage(narrow(db.selectFrom('items'), filter, await areMany(db, filter)), order, place).execute()
    : await pageOfAll(db, place, [sort, order.backwards ? 'backwards' : 'forwards', order.from, order.most])
  const more = found.length > per_page
  const rows = found.slice(0, per_page)
  if (order.backwards) rows.reverse()
  return {
    items: await withLinks(db, rows),
    hasBefore: order.backwards ? more : page > 1 || after !== null,
    hasAfter: order.backwards || more,
  }
}

/** Where a page begins: at the first item, after so many, or beyond a certain one. */
type Start = 'first' | 'skipped' | 'beyond'

function startOf({ page, after, before }: ItemFilter): Start {
  if (after !== null || before !== null) return 'beyond'
  return page > 1 ? 'skipped' : 'first'
}

interface Order {
  sort: Sort
  backwards: boolean
  from: Start
  /** How many rows. Written into the SQL: see `limitOf`. */
  most: number
}

/** The numbers that make a page of an order. Only that of its start is used of the last two. */
interface Place<N> {
  skipped: N
  /** The id of an item. */
  beyond: N
}

function onePage(items: ItemQuery, { sort, backwards, from, most }: Order, place: Place<Numeral>) {
  const { key, descending } = sortKey(sort)
  const direction = descending === backwards ? 'asc' : 'desc'
  let query = listed(items).limit(limitOf(most))
  if (key) query = query.orderBy(key, direction)
  query = query.orderBy('items.id', direction)
  if (from === 'beyond') return query.where(beyond(key, place.beyond, direction))
  return from === 'skipped' ? query.offset(place.skipped) : query
}

/** A page of all items. Its shape is the order and its length. */
const pageOfAll = prepare<Place<number>, ListedRow, [Sort, 'forwards' | 'backwards', Start, number]>(
  (db, value, [sort, way, from, most]) =>
    onePage(
      db.selectFrom('items'),
      { sort, backwards: way === 'backwards', from, most },
      { skipped: value('skipped'), beyond: value('beyond') },
    ),
)

/** What a list shows of an item. Never more: private fields are read for an item's own page alone. */
function listed(query: ItemQuery) {
  return query
    .innerJoin('item_types', 'item_types.id', 'items.item_type_id')
    .select(['items.id', 'items.title', 'items.year', 'items.identifier', 'items.item_type_id'])
    .select('item_types.name as type')
}

/** The same rows, each with its creators and categories. */
export async function withLinks(db: Reader, rows: readonly ListedRow[]): Promise<ListedItem[]> {
  const links = await linksOf(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({ ...row, ...(links.get(row.id) ?? { creators: [], categories: [] }) }))
}

/** The newest items, for the front page. */
export async function listNewest(db: Reader, count: number, viewer: Viewer): Promise<ListedItem[]> {
  return (await listItems(db, { ...noFilter, per_page: count }, viewer)).items
}

/** Where in a list one is: a numbered page, or beyond those the item to go on from. */
export type PlaceInList = Pick<ItemFilter, 'page' | 'after' | 'before'>

/** The items of one creator, category or type, with their number: for that one's own page. */
export async function listItemsOf(
  handles: { db: Reader; heavy: Reader },
  of: Partial<Pick<ItemFilter, 'creator' | 'category' | 'type'>>,
  place: PlaceInList,
  viewer: Viewer,
): Promise<ItemPage & { total: number }> {
  const filter = { ...noFilter, ...of, ...place }
  const [page, total] = await Promise.all([
    listItems(handles.db, filter, viewer),
    countItems(handles, filter, viewer),
  ])
  return { ...page, total }
}

/** How many items the filter finds: a number that is kept where there is one, else counted on `heavy`. */
export async function countItems(
  { db, heavy }: { db: Reader; heavy: Reader },
  filter: ItemFilter,
  viewer: Viewer,
): Promise<number> {
  authorize(viewer, 'catalogue.read')
  if (!isNarrowed(filter)) return totalOf(db, 'items')
  const only = onlyChoice(filter)
  if (only) return (await countsOf(db, only.subject, [only.id])).get(only.id) ?? 0
  return countedOnce(db, JSON.stringify(chosenBy(filter)), async () => {
    const query = narrow(heavy.selectFrom('items'), filter)
    const { count } = await query
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return count
  })
}

const countedOnce = remember<number>()

/** The one type, category or creator that is chosen, where that is all the filter asks for. */
function onlyChoice(
  filter: ItemFilter,
): { subject: 'type' | 'category' | 'creator'; id: number } | undefined {
  for (const subject of ['type', 'category', 'creator'] as const) {
    const [id, ...others] = filter[subject]
    if (id === undefined) continue
    return others.length === 0 && !isNarrowed({ ...filter, [subject]: [] }) ? { subject, id } : undefined
  }
  return undefined
}
