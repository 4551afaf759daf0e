/** One page of the list, in any order, under any filter. */
import { sql } from 'kysely'
import type { AliasableExpression, RawBuilder } from 'kysely'
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import type { FieldName } from '../../../../declared.ts'
import { countsOf, totalOf } from '../../../../db/reading/counts.ts'
import { limitOf, prepare } from '../../../../db/reading/prepared.ts'
import { choiceNames } from '../forms/choices.ts'
import type { ChoiceName } from '../forms/choices.ts'
import { isNarrowed, onlyChoice } from '../forms/filter.ts'
import type { ItemFilter, Sort } from '../forms/filter.ts'
import { choiceTables } from './choices.ts'
import type { ListedRow } from './fields.ts'
import { narrow } from './narrow.ts'
import type { ItemQuery } from './narrow.ts'
import { afterItem, sortKey } from './order.ts'
import type { SortDirection, Numeral } from './order.ts'

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
 * A page, and one row more where there is a next one. A page of all items, and of the newest with one type, category or creator,
 * is read from an index in its order, so it costs what the page costs, and `db` is quick enough. All else is for `heavy`.
 * @param fields what is shown of each item
 */
export async function readPage(
  { db, heavy }: Readers,
  filter: ItemFilter,
  fields: readonly FieldName[],
): Promise<ListedRow[]> {
  const shape = shapeOf(filter, fields)
  const place = positionOf(filter)
  const only = onlyChoice(filter)
  if (!isNarrowed(filter)) return pageOfAll(db, place, shape)
  if (only && sortKey(filter.sort).key === null)
    return pageOfOne(db, { ...place, id: only.id }, [only.name, ...shape])
  const found = (await isSoonFull(db, filter, place.skipped + filter.per_page))
    ? sortedPage(narrow(idsOfAll(heavy), filter, 'by row'), shape, place)
    : collected(heavy, filter, shape, place)
  return listed(heavy, found, shape).execute()
}

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
  const query = db
    .selectFrom(ids.as('page'))
    .innerJoin('items', 'items.id', 'page.id')
    .innerJoin('item_types', 'item_types.id', 'items.item_type_id')
    .select(['items.id', 'items.title', 'items.item_type_id', 'item_types.name as type'])
    .select(['item_types.identifier_scheme', 'item_types.identifier_pattern'])
    .select(fields.map((name) => `items.${name}` as const))
  return (key ? query.orderBy(key, direction) : query).orderBy('items.id', direction)
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

/** Finds all that the filter asks for, then sorts them. `materialized` keeps a planner from doing it the other way round. */
function collected(
  heavy: Reader,
  filter: ItemFilter,
  [sort, way, start, most]: Shape,
  { cursor, skipped }: Position<number>,
): RawBuilder<Found> {
  const { key } = sortKey(sort)
  const direction = directionOf(sort, way)
  const order = sql.raw(direction)
  let items = narrow(idsOfAll(heavy), filter)
  if (start === 'cursor') items = items.where(afterItem(key, sql.ref('items.id'), cursor, direction))
  return sql<Found>`(
    with found as materialized ${key ? items.select(sql`${key}`.as('key')) : items}
    select id from found order by ${key ? sql`key ${order}, ` : sql``}id ${order}
    limit ${limitOf(most)} ${start === 'skipped' ? sql`offset ${skipped}` : sql``})`
}

/** So many items are sooner looked at one by one than collected and sorted. */
const mostLookedAt = 10_000

/** Whether the page would be full after a look at few items, by the share of all items that each choice has. */
async function isSoonFull(db: Reader, filter: ItemFilter, wanted: number): Promise<boolean> {
  const isMore = filter.breaks !== '' || filter.is.length > 0 || Object.keys(filter.fields).length > 0
  if (filter.q !== '' || isMore) return false
  const total = await totalOf(db, 'items')
  let share = 1
  for (const name of choiceNames) {
    if (filter[name].length === 0) continue
    const { counter } = choiceTables[name]
    if (!counter) return false
    const counts = await countsOf(db, counter, filter[name])
    share *= Math.min(1, [...counts.values()].reduce((sum, count) => sum + count, 0) / total)
  }
  return wanted <= share * mostLookedAt
}
