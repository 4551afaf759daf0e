/** Leaves of all items those that a filter asks for. */
import { sql } from 'kysely'
import type { RawBuilder, SelectQueryBuilder } from 'kysely'
import type { Tables } from '../../../../db/schema/tables.ts'
import type { SearchQuery } from '../../../../rules/search-query.ts'
import { choiceNames } from '../forms/choices.ts'
import { chosenComparisons } from '../forms/comparisons.ts'
import type { ChoiceName } from '../forms/choices.ts'
import { chosenFields } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { breaksRule } from './breaks.ts'
import { choiceTables, isLinkedBy } from './choices.ts'

export type ItemQuery<O = object> = SelectQueryBuilder<Tables, 'items', O>

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
  let narrowed = query
  for (const name of choiceNames)
    if (filter[name].length > 0) narrowed = narrowed.where(hasChoice(filter, name, way))
  for (const { name, filterBy, choice } of chosenFields(filter))
    narrowed = narrowed.where(filterBy.where(`items.${name}`, choice))
  if (filter.breaks !== '') narrowed = narrowed.where(breaksRule(filter.breaks))
  for (const [, { field, atMost }] of chosenComparisons(filter.is))
    narrowed = narrowed.where(sql<boolean>`${sql.ref(`items.${field}`)} <= ${sql.ref(`items.${atMost}`)}`)
  for (const word of titleWords(filter.query)) {
    narrowed = narrowed.where(sql<boolean>`items.title_key like ${`%${escapeLike(word)}%`} escape '\\'`)
  }
  return narrowed
}

/** What must stand in the title. Whatever else a search asks for is not looked at. */
function titleWords(query: SearchQuery): string[] {
  return query.flatMap(([term, ...others]) =>
    term?.kind === 'words' && !term.not && others.length === 0 ? term.tokens : [],
  )
}

/** What decides which items a filter finds, apart from their order and the page: the same for everybody who may read. */
export function chosenBy(filter: ItemFilter) {
  return {
    query: filter.query,
    fields: filter.fields,
    breaks: filter.breaks,
    is: filter.is,
    ids: choiceNames.map((name) => filter[name]),
  }
}

function hasChoice(filter: ItemFilter, name: ChoiceName, way: 'by link' | 'by row'): RawBuilder<boolean> {
  if (!isLinkedBy(name)) return hasValue(filter, name, way)
  const { links, item, value } = choiceTables[name]
  const ids = sql.join(filter[name])
  return way === 'by row'
    ? // Whether an item at hand has the link.
      sql<boolean>`exists (select 1 from ${sql.table(links)} where ${sql.ref(`${links}.${item}`)} = items.id and ${sql.ref(`${links}.${value}`)} in (${ids}))`
    : // All items with the link, from the link's own index.
      sql<boolean>`items.id in (select ${sql.ref(item)} from ${sql.table(links)} where ${sql.ref(value)} in (${ids}))`
}

/**
 * `+` keeps a column out of the choice of an index, on both engines. Where there are links too, SQLite would without it look for
 * each type with each of the linked items: one request took minutes.
 * @see https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_
 */
function hasValue(filter: ItemFilter, name: ChoiceName, way: 'by link' | 'by row'): RawBuilder<boolean> {
  const hasLinks = choiceNames.some((other) => isLinkedBy(other) && filter[other].length > 0)
  const byIndex = way === 'by link' && !hasLinks && filter.breaks === ''
  const column = sql.ref(`items.${choiceTables[name].value}`)
  return sql<boolean>`${byIndex ? sql`` : sql`+`}${column} in (${sql.join(filter[name])})`
}

/** `%` and `_` mean "anything" to LIKE: what a person types means itself. */
function escapeLike(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&')
}
