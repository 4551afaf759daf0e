/** One page of the list, in any order, under any filter. */
import { sql } from 'kysely'
import type { AliasableExpression } from 'kysely'
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import type { FieldName } from '../../../../declared.ts'
import type { SearchAnswer } from '../../../../search/request.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { afterItem } from '../../../../db/reading/cursor.ts'
import type { Numeral, SortDirection } from '../../../../db/reading/cursor.ts'
import { limitOf, prepare } from '../../../../db/reading/prepared.ts'
import type { ChoiceName } from '../forms/choices.ts'
import { isNarrowed, onlyChoice } from '../forms/filter.ts'
import type { ItemFilter, Sort } from '../forms/filter.ts'
import { choiceTables } from './choices.ts'
import type { ListedRow } from './fields.ts'
import type { ItemQuery } from './narrow.ts'
import { sortKey } from './order.ts'
import { searchItems } from './search.ts'

interface Found {
  id: number
}

/** Where a page begins: at the first item, after so many, or after a certain one. */
type Start = 'first' | 'skipped' | 'cursor'

/** What a page's statement depends on. */
type Shape = [sort: Sort, way: 'forwards' | 'backwards', start: Start, most: number, ...fields: FieldName[]]

/** The numbers that it is run with. Only that of its start is used. */
interface Position<N> {
  skipped: N
  /** The id of the item after which the page begins. */
  cursor: N
}

/**
 * A page of all items, or of the newest with one type, category or creator, is read from an index in its order: it costs what the page costs,
 * and `db` is quick enough. All else is found by the search, and then read by the ids.
 * @param fields what is shown of each item
 */
export async function readPage(
  readers: Readers,
  filter: ItemFilter,
  viewer: Viewer,
  fields: readonly FieldName[],
): Promise<PageOfRows> {
  if (!isQuick(filter)) {
    const { page } = await searchItems(readers, filter, viewer, { page: true })
    return rowsOf(readers.db, page, fields)
  }
  const shape = shapeOf(filter, fields)
  const place = positionOf(filter)
  const only = onlyChoice(filter)
  const found = await (only
    ? pageOfOne(readers.db, { ...place, id: only.id }, [only.name, ...shape])
    : pageOfAll(readers.db, place, shape))
  const { page, per_page, after, before } = filter
  const more = found.length > per_page
  const rows = found.slice(0, per_page)
  if (before !== null) rows.reverse()
  return {
    rows,
    hasBefore: before !== null ? more : page > 1 || after !== null,
    hasAfter: before !== null || more,
  }
}

/** Whether an index holds the items of the list in its order. */
export function isQuick(filter: ItemFilter): boolean {
  return !isNarrowed(filter) || (onlyChoice(filter) !== undefined && sortKey(filter.sort).key === null)
}

export interface PageOfRows {
  rows: ListedRow[]
  /** Whether there is a page before and after this one. */
  hasBefore: boolean
  hasAfter: boolean
}

/** The rows of a page that the search has found, in its order. One that was deleted a moment ago is missing. */
export async function rowsOf(
  db: Reader,
  page: SearchAnswer['page'],
  fields: readonly FieldName[],
): Promise<PageOfRows> {
  const { ids, hasBefore, hasAfter } = page ?? { ids: [], hasBefore: false, hasAfter: false }
  const rows = ids.length === 0 ? [] : await rowsById(db, ids, [ids.length, ...fields])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return { rows: ids.flatMap((id) => byId.get(id) ?? []), hasBefore, hasAfter }
}

/** Its shape (see `prepare`) is how many ids there are, and what is shown. */
const rowsById = prepare<readonly number[], ListedRow, [count: number, ...fields: FieldName[]]>(
  (db, value, [count, ...fields]) =>
    rowsShown(db.selectFrom('items'), fields).where(
      'items.id',
      'in',
      sql<number>`(${sql.join(Array.from({ length: count }, (_, place) => value(place)))})`,
    ),
)

function shapeOf({ sort, page, per_page, after, before }: ItemFilter, fields: readonly FieldName[]): Shape {
  const start = after !== null || before !== null ? 'cursor' : page > 1 ? 'skipped' : 'first'
  return [sort, before === null ? 'forwards' : 'backwards', start, per_page + 1, ...fields]
}

function positionOf({ page, per_page, after, before }: ItemFilter): Position<number> {
  return { skipped: (page - 1) * per_page, cursor: after ?? before ?? 0 }
}

function directionOf(sort: Sort, way: Shape[1]): SortDirection {
  return sortKey(sort).descending === (way === 'backwards') ? 'asc' : 'desc'
}

const pageOfAll = prepare<Position<number>, ListedRow, Shape>((db, value, shape) => {
  const place = { skipped: value('skipped'), cursor: value('cursor') }
  return listed(db, sortedPage(idsOfAll(db), shape, place), shape)
})

const pageOfOne = prepare<Position<number> & Found, ListedRow, [ChoiceName, ...Shape]>(
  (db, value, [name, ...shape]) => {
    const [sort, way, start, most] = shape
    const { links, item, value: column } = choiceTables[name]
    const direction = directionOf(sort, way)
    const cursor = sql`and ${afterItem(null, sql.ref(item), value('cursor'), direction)}`
    const ids = sql<Found>`(
      select ${sql.ref(item)} as id from ${sql.table(links)}
      where ${sql.ref(column)} = ${value('id')} ${start === 'cursor' ? cursor : sql``}
      order by ${sql.ref(item)} ${sql.raw(direction)}
      limit ${limitOf(most)} ${start === 'skipped' ? sql`offset ${value('skipped')}` : sql``})`
    return listed(db, ids, shape)
  },
)

/** What is shown of the items with these ids, joined after the page was found: nothing is joined for rows that are skipped. */
function listed(db: Reader, ids: AliasableExpression<Found>, [sort, way, , , ...fields]: Shape) {
  const { key } = sortKey(sort)
  const direction = directionOf(sort, way)
  const query = rowsShown(db.selectFrom(ids.as('page')).innerJoin('items', 'items.id', 'page.id'), fields)
  return (key ? query.orderBy(key, direction) : query).orderBy('items.id', direction)
}

function rowsShown(query: ItemQuery, fields: readonly FieldName[]) {
  return query
    .innerJoin('item_types', 'item_types.id', 'items.item_type_id')
    .select(['items.id', 'items.title', 'items.item_type_id', 'item_types.name as type'])
    .select(['item_types.identifier_scheme', 'item_types.identifier_pattern'])
    .select(fields.map((name) => `items.${name}` as const))
}

const idsOfAll = (db: Reader): ItemQuery<Found> => db.selectFrom('items').select('items.id')

/** Goes through the items in the list's order until the page is full. */
function sortedPage(items: ItemQuery<Found>, [sort, way, start, most]: Shape, place: Position<Numeral>) {
  const { key } = sortKey(sort)
  const direction = directionOf(sort, way)
  let query = items.limit(limitOf(most))
  if (key) query = query.orderBy(key, direction)
  query = query.orderBy('items.id', direction)
  if (start === 'cursor') query = query.where(afterItem(key, sql.ref('items.id'), place.cursor, direction))
  return start === 'skipped' ? query.offset(place.skipped) : query
}
