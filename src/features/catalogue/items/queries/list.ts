/** The list of items: which ones, in which order, one page of them. */
import { sql } from 'kysely'
import type { ExpressionBuilder, RawBuilder, SelectQueryBuilder } from 'kysely'
import type { Reader } from '../../../../db/connection.ts'
import { countsOf, totalOf } from '../../../../db/counts.ts'
import type { Tables } from '../../../../db/tables.ts'
import { searchKey } from '../../../../db/text.ts'
import { demand } from '../../../../security/demand.ts'
import type { Viewer } from '../../../../security/viewer.ts'
import { isNarrowed, noFilter } from '../forms/filter.ts'
import type { ItemFilter, Sort } from '../forms/filter.ts'
import { linksOf } from './links.ts'
import type { Link } from './links.ts'

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

export interface ItemPage {
  items: ListedItem[]
  /** Whether there is a page before and after this one. */
  hasBefore: boolean
  hasAfter: boolean
}

type ItemQuery<O = object> = SelectQueryBuilder<Tables, 'items', O>
type ItemExpression = ExpressionBuilder<Tables, 'items'>

/**
 * One page of the list, with each item's creators and categories in their order: two queries, whatever the page's size.
 * Reads one row more than it shows, which tells whether there is a next page without counting.
 */
export async function listItems(db: Reader, filter: ItemFilter, viewer: Viewer): Promise<ItemPage> {
  demand(viewer, 'catalogue.read')
  const backwards = filter.before !== null
  const found = await onePage(db, filter, backwards, await areMany(db, filter)).execute()
  const more = found.length > filter.per_page
  const rows = found.slice(0, filter.per_page)
  if (backwards) rows.reverse()
  return {
    items: await withLinks(db, rows),
    hasBefore: backwards ? more : filter.page > 1 || filter.after !== null,
    hasAfter: backwards || more,
  }
}

function onePage(db: Reader, filter: ItemFilter, backwards: boolean, many: boolean) {
  const { key, descending } = sortKey(filter.sort)
  const direction = descending === backwards ? 'asc' : 'desc'
  const start = filter.after ?? filter.before
  let query = listed(narrow(db.selectFrom('items'), filter, many)).limit(filter.per_page + 1)
  if (key) query = query.orderBy(key, direction)
  query = query.orderBy('items.id', direction)
  if (start !== null) return query.where(beyond(key, start, direction))
  return filter.page > 1 ? query.offset((filter.page - 1) * filter.per_page) : query
}

/** What a list shows of an item. Never more: private fields are read for an item's own page alone. */
function listed(query: ItemQuery) {
  return query
    .innerJoin('item_types', 'item_types.id', 'items.item_type_id')
    .select(['items.id', 'items.title', 'items.year', 'items.identifier', 'items.item_type_id'])
    .select('item_types.name as type')
}

async function withLinks(
  db: Reader,
  rows: Omit<ListedItem, 'creators' | 'categories'>[],
): Promise<ListedItem[]> {
  const links = await linksOf(
    db,
    rows.map((row) => row.id),
  )
  return rows.map((row) => ({ ...row, ...(links.get(row.id) ?? { creators: [], categories: [] }) }))
}

/** These items, in the order of their ids as given. */
export async function listItemsByIds(
  db: Reader,
  ids: readonly number[],
  viewer: Viewer,
): Promise<ListedItem[]> {
  demand(viewer, 'catalogue.read')
  if (ids.length === 0) return []
  const rows = await listed(db.selectFrom('items')).where('items.id', 'in', ids).execute()
  return withLinks(
    db,
    rows.sort((a, b) => ids.indexOf(a.id) - ids.indexOf(b.id)),
  )
}

/** The newest items, for the front page. */
export async function listNewest(db: Reader, count: number, viewer: Viewer): Promise<ListedItem[]> {
  return (await listItems(db, { ...noFilter, per_page: count }, viewer)).items
}

/** Where in a list one is: a numbered page, or beyond those the item to go on from. */
export type Place = Pick<ItemFilter, 'page' | 'after' | 'before'>

/** The items of one creator, category or type, with their number: for that one's own page. */
export async function listItemsOf(
  handles: { db: Reader; heavy: Reader },
  of: Partial<Pick<ItemFilter, 'creator' | 'category' | 'type'>>,
  place: Place,
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
  demand(viewer, 'catalogue.read')
  if (!isNarrowed(filter)) return totalOf(db, 'items')
  const only = onlyChoice(filter)
  if (only) return (await countsOf(db, only.subject, [only.id])).get(only.id) ?? 0
  const { count } = await narrow(heavy.selectFrom('items'), filter)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return count
}

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

/** From so many items on, a page of them is found sooner by looking through all items in their order. */
const manyItems = 3_000

/** Whether those with the chosen creators, and those with the chosen categories, are many. */
async function areMany(db: Reader, filter: ItemFilter): Promise<boolean> {
  for (const subject of ['creator', 'category'] as const) {
    if (filter[subject].length === 0) continue
    const counts = await countsOf(db, subject, filter[subject])
    if ([...counts.values()].reduce((sum, count) => sum + count, 0) < manyItems) return false
  }
  return true
}

/**
 * Leaves only what the filter asks for. Each kind of choice narrows; within one kind any of the values will do.
 * @param many the chosen creators and categories have many items, of which one page is wanted (SQLite reads as it is told)
 */
export function narrow<O>(query: ItemQuery<O>, filter: ItemFilter, many = false): ItemQuery<O> {
  const linked = many ? isLinked : isAmongLinked
  let narrowed = query
  if (filter.type.length > 0) narrowed = narrowed.where('items.item_type_id', 'in', filter.type)
  if (filter.creator.length > 0)
    narrowed = narrowed.where((eb) => linked(eb, 'item_creators', 'creator_id', filter.creator))
  if (filter.category.length > 0)
    narrowed = narrowed.where((eb) => linked(eb, 'item_categories', 'category_id', filter.category))
  if (filter.from !== null) narrowed = narrowed.where('items.year', '>=', filter.from)
  if (filter.to !== null) narrowed = narrowed.where('items.year', '<=', filter.to)
  for (const word of searchKey(filter.q).split(' ').filter(Boolean)) {
    narrowed = narrowed.where(sql<boolean>`items.title_key like ${`%${escapeLike(word)}%`} escape '\\'`)
  }
  return narrowed
}

type LinkTable = 'item_creators' | 'item_categories'
type LinkColumn = 'creator_id' | 'category_id'

/** All items with the link, from the link's own index: the way to them when they are few, and when all are counted. */
function isAmongLinked(eb: ItemExpression, table: LinkTable, column: LinkColumn, ids: number[]) {
  return eb(
    'items.id',
    'in',
    eb
      .selectFrom(table)
      .select(`${table}.item_id`)
      .where(sql.ref<number>(`${table}.${column}`), 'in', ids),
  )
}

/** Whether an item at hand has the link: the way when nearly every item that one looks at has it. */
function isLinked(eb: ItemExpression, table: LinkTable, column: LinkColumn, ids: number[]) {
  return eb.exists(
    eb
      .selectFrom(table)
      .select(sql<number>`1`.as('one'))
      .whereRef(sql.ref(`${table}.item_id`), '=', 'items.id')
      .where(sql.ref<number>(`${table}.${column}`), 'in', ids),
  )
}

/** What the list is sorted by, before the id, which decides between equals. Each has its index (see `db/models.ts`). */
const sortKeys = {
  title: sql<string>`substr(items.title_key, 1, 200)`,
  year: sql<number>`coalesce(items.year, 10000)`,
  '-year': sql<number>`coalesce(items.year, -10000)`,
}

type SortKey = RawBuilder<string> | RawBuilder<number>

/** The newest have the highest ids, so the order of ids is the order of time. */
function sortKey(sort: Sort): { key: SortKey | null; descending: boolean } {
  switch (sort) {
    case 'title':
    case '-title':
      return { key: sortKeys.title, descending: sort === '-title' }
    case 'year':
    case '-year':
      return { key: sortKeys[sort], descending: sort === '-year' }
    default:
      return { key: null, descending: true }
  }
}

/** Only what comes after one item in the order: `(key, id) > (its key, its id)`, which an index answers at any depth. */
function beyond(key: SortKey | null, id: number, direction: 'asc' | 'desc'): RawBuilder<boolean> {
  const compare = direction === 'asc' ? sql`>` : sql`<`
  if (!key) return sql`items.id ${compare} ${id}`
  return sql`(${key}, items.id) ${compare} (select ${key}, items.id from items where items.id = ${id})`
}

/** `%` and `_` mean "anything" to LIKE: what a person types means itself. */
function escapeLike(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&')
}
