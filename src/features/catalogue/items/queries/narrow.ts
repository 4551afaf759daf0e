/** Leaves of all items those that a filter asks for. */
import { sql } from 'kysely'
import type { RawBuilder, SelectQueryBuilder } from 'kysely'
import type { Tables } from '../../../../db/schema/tables.ts'
import { choiceNames } from '../forms/choices.ts'
import { chosenComparisons } from '../forms/comparisons.ts'
import type { ChoiceName } from '../forms/choices.ts'
import { chosenFields } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { breaksRule } from './breaks.ts'
import { choiceTables, isLinkedBy } from './choices.ts'

export type ItemQuery<O = object> = SelectQueryBuilder<Tables, 'items', O>

/**
 * Adds all conditions of the filter except its words, those in long texts included: the search finds them (`search.ts`). Each kind of
 * choice narrows; within one kind any of the values will do.
 */
export function narrow<O>(query: ItemQuery<O>, filter: ItemFilter): ItemQuery<O> {
  let narrowed = query
  for (const name of choiceNames)
    if (filter[name].length > 0) narrowed = narrowed.where(hasChoice(filter, name))
  for (const { name, filterBy, choice } of chosenFields(filter))
    if (filterBy.where) narrowed = narrowed.where(filterBy.where(`items.${name}`, choice))
  if (filter.breaks !== '') narrowed = narrowed.where(breaksRule(filter.breaks))
  for (const [, { field, atMost }] of chosenComparisons(filter.is))
    narrowed = narrowed.where(sql<boolean>`${sql.ref(`items.${field}`)} <= ${sql.ref(`items.${atMost}`)}`)
  return narrowed
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

function hasChoice(filter: ItemFilter, name: ChoiceName): RawBuilder<boolean> {
  if (!isLinkedBy(name)) return hasValue(filter, name)
  const { links, item, value } = choiceTables[name]
  const ids = sql.join(filter[name])
  return sql<boolean>`items.id in (select ${sql.ref(item)} from ${sql.table(links)} where ${sql.ref(value)} in (${ids}))`
}

/**
 * A `+` before a column keeps both engines from using an index on it. Without it, where links are chosen too, SQLite would look for
 * each type with each of the linked items: one request took minutes.
 * @see https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_
 */
function hasValue(filter: ItemFilter, name: ChoiceName): RawBuilder<boolean> {
  const hasLinks = choiceNames.some((other) => isLinkedBy(other) && filter[other].length > 0)
  const byIndex = !hasLinks && filter.breaks === ''
  const column = sql.ref(`items.${choiceTables[name].value}`)
  return sql<boolean>`${byIndex ? sql`` : sql`+`}${column} in (${sql.join(filter[name])})`
}
