/** Leaves of all items those that a filter asks for. */
import { sql } from 'kysely'
import type { ExpressionBuilder, SelectQueryBuilder } from 'kysely'
import type { Reader } from '../../../../db/connection.ts'
import { countsOf } from '../../../../db/counts.ts'
import type { Tables } from '../../../../db/tables.ts'
import { mostWords, searchWords } from '../../../../db/text.ts'
import type { ItemFilter } from '../forms/filter.ts'

export type ItemQuery<O = object> = SelectQueryBuilder<Tables, 'items', O>
type ItemExpression = ExpressionBuilder<Tables, 'items'>

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
  for (const word of searchWords(filter.q).slice(0, mostWords)) {
    narrowed = narrowed.where(sql<boolean>`items.title_key like ${`%${escapeLike(word)}%`} escape '\\'`)
  }
  return narrowed
}

/** What decides which items a filter finds, apart from their order and the page: the same for everybody who may read. */
export function chosenBy({ q, type, category, creator, from, to }: ItemFilter) {
  return { q, type, category, creator, from, to }
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

/** `%` and `_` mean "anything" to LIKE: what a person types means itself. */
function escapeLike(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&')
}

/** From so many items on, a page of them is found sooner by looking through all items in their order. */
const manyItems = 3_000

/** Whether those with the chosen creators, and those with the chosen categories, are many. */
export async function areMany(db: Reader, filter: ItemFilter): Promise<boolean> {
  for (const subject of ['creator', 'category'] as const) {
    if (filter[subject].length === 0) continue
    const counts = await countsOf(db, subject, filter[subject])
    if ([...counts.values()].reduce((sum, count) => sum + count, 0) < manyItems) return false
  }
  return true
}
