/** Leaves of all items those that a filter asks for. */
import { sql } from 'kysely'
import type { Expression, ExpressionBuilder, SelectQueryBuilder, SqlBool } from 'kysely'
import type { Tables } from '../../../../db/schema/tables.ts'
import { mostWords, searchWords } from '../../../../rules/text.ts'
import { chosenFields } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'

export type ItemQuery<O = object> = SelectQueryBuilder<Tables, 'items', O>
type ItemExpression = ExpressionBuilder<Tables, 'items'>

/**
 * Leaves only what the filter asks for. Each kind of choice narrows; within one kind any of the values will do.
 * @param way to find linked items: `by link` collects all that have the link, once for each kind, which suits when all are wanted;
 * `by row` looks at the links of one item after the other, which suits when one page of many is wanted
 */
export function narrow<O>(
  query: ItemQuery<O>,
  filter: ItemFilter,
  way: 'by link' | 'by row' = 'by link',
): ItemQuery<O> {
  const linked = way === 'by row' ? isLinked : isAmongLinked
  let narrowed = query
  if (filter.type.length > 0) narrowed = narrowed.where(hasType(filter, way))
  if (filter.creator.length > 0)
    narrowed = narrowed.where((eb) => linked(eb, 'item_creators', 'creator_id', filter.creator))
  if (filter.category.length > 0)
    narrowed = narrowed.where((eb) => linked(eb, 'item_categories', 'category_id', filter.category))
  for (const { name, filterBy, choice } of chosenFields(filter))
    narrowed = narrowed.where(filterBy.where(`items.${name}`, choice))
  for (const word of searchWords(filter.q).slice(0, mostWords)) {
    narrowed = narrowed.where(sql<boolean>`items.title_key like ${`%${escapeLike(word)}%`} escape '\\'`)
  }
  return narrowed
}

/** What decides which items a filter finds, apart from their order and the page: the same for everybody who may read. */
export function chosenBy({ q, type, category, creator, fields }: ItemFilter) {
  return { q, type, category, creator, fields }
}

/**
 * `+` keeps a column out of the choice of an index, on both engines. Where there are links too, SQLite would without it look for
 * each type with each of the linked items: one request took minutes.
 * @see https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_
 */
function hasType({ type, creator, category }: ItemFilter, way: 'by link' | 'by row'): Expression<SqlBool> {
  const byIndex = way === 'by link' && creator.length + category.length === 0
  return sql<boolean>`${byIndex ? sql`` : sql`+`}items.item_type_id in (${sql.join(type)})`
}

type LinkTable = 'item_creators' | 'item_categories'
type LinkColumn = 'creator_id' | 'category_id'

/** All items with the link, from the link's own index. */
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

/** Whether an item at hand has the link. */
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
