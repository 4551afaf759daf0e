/**
 * Queries to learn from, from one table to sums over several. Each is one statement, typed from the models: change a
 * column's name and the editor marks the line. `/learn/model` shows them with their SQL and their answers.
 *
 * The catalogue's own pages read with the functions of `queries/`, which are exported here as well.
 */
import type { Reader } from '../../../db/engine/connection.ts'
import type { FoundItems } from './queries/full-text.ts'

export { choiceOfLookup, choiceOfReference, choicesOfLookup } from './forms/choices.ts'
export * from './queries/around.ts'
export * from './queries/board.ts'
export * from './queries/browse.ts'
export * from './queries/citation.ts'
export * from './queries/count.ts'
export * from './queries/editing.ts'
export * from './queries/full-text.ts'
export { listFacets, readFacets } from './queries/facets.ts'
export type { CountedFacets, Facets, FacetValue, FieldFacets } from './queries/facets.ts'
export * from './queries/item.ts'
export * from './queries/known.ts'
export * from './queries/links.ts'
export * from './queries/list.ts'
export type * from './queries/offers.ts'
export * from './queries/related.ts'
export * from './queries/rules.ts'
export * from './queries/sum.ts'
export * from './queries/whole.ts'

/** One table and a condition: the newest items of a type. Ids count up, so the highest are the newest. */
export function itemsOfType(db: Reader, typeId: number, limit = 8) {
  return db
    .selectFrom('items')
    .select(['id', 'title'])
    .where('item_type_id', '=', typeId)
    .orderBy('id', 'desc')
    .limit(limit)
}

/** A join, one-to-many: the newest items, each with the name of its type. The foreign key `item_type_id` leads to the row. */
export function itemsWithType(db: Reader, limit = 8) {
  return db
    .selectFrom('items')
    .innerJoin('item_types', 'item_types.id', 'items.item_type_id')
    .select(['items.title', 'item_types.name as type'])
    .orderBy('items.id', 'desc')
    .limit(limit)
}

/** Many-to-many: the creators of one item. The association table stands in the middle and keeps their order. */
export function creatorsOfItem(db: Reader, itemId: number) {
  return db
    .selectFrom('item_creators')
    .innerJoin('creators', 'creators.id', 'item_creators.creator_id')
    .select(['creators.id', 'creators.name', 'item_creators.position'])
    .where('item_creators.item_id', '=', itemId)
    .orderBy('item_creators.position')
}

/** What is not there: items without a creator. A left join keeps them, and leaves their creator null. */
export function itemsWithoutCreator(db: Reader, limit = 8) {
  return db
    .selectFrom('items')
    .leftJoin('item_creators', 'item_creators.item_id', 'items.id')
    .select(['items.id', 'items.title'])
    .where('item_creators.creator_id', 'is', null)
    .orderBy('items.id', 'desc')
    .limit(limit)
}

/** An aggregate: how many items of each type. The left join keeps types that have none: they count 0. */
export function countItemsByType(db: Reader) {
  return db
    .selectFrom('item_types')
    .leftJoin('items', 'items.item_type_id', 'item_types.id')
    .select((eb) => ['item_types.id', 'item_types.name', eb.fn.count<number>('items.id').as('count')])
    .groupBy(['item_types.id', 'item_types.name'])
    .orderBy('count', 'desc')
    .orderBy('item_types.name')
}

/** A condition on groups: creators with at least so many items. WHERE chooses rows, HAVING chooses groups. */
export function busiestCreators(db: Reader, atLeast = 2, limit = 10) {
  return db
    .selectFrom('item_creators')
    .innerJoin('creators', 'creators.id', 'item_creators.creator_id')
    .select((eb) => ['creators.id', 'creators.name', eb.fn.countAll<number>().as('count')])
    .groupBy(['creators.id', 'creators.name'])
    .having((eb) => eb.fn.countAll(), '>=', atLeast)
    .orderBy('count', 'desc')
    .orderBy('creators.name')
    .limit(limit)
}

/** A table joined with itself: with whom has a creator worked? Two links to one item are a pair. */
export function coCreators(db: Reader, creatorId: number) {
  return db
    .selectFrom('item_creators as mine')
    .innerJoin('item_creators as theirs', 'theirs.item_id', 'mine.item_id')
    .innerJoin('creators', 'creators.id', 'theirs.creator_id')
    .select((eb) => ['creators.id', 'creators.name', eb.fn.countAll<number>().as('together')])
    .where('mine.creator_id', '=', creatorId)
    .where('theirs.creator_id', '!=', creatorId)
    .groupBy(['creators.id', 'creators.name'])
    .orderBy('together', 'desc')
    .orderBy('creators.name')
}

/** Full text: the items that hold a word anywhere, the best first. `found` asks the index; see `queries/full-text.ts`. */
export function itemsFound(db: Reader, found: FoundItems, limit = 8) {
  return db
    .selectFrom(found.as('found'))
    .innerJoin('items', 'items.id', 'found.id')
    .select(['items.id', 'items.title'])
    .orderBy('found.rank')
    .orderBy('items.id', 'desc')
    .limit(limit)
}

/** Facets: of what a search finds, how many items are in each category. One statement counts for all of them. */
export function countFoundByCategory(db: Reader, found: FoundItems, limit = 8) {
  return db
    .selectFrom(found.as('found'))
    .innerJoin('item_categories', 'item_categories.item_id', 'found.id')
    .innerJoin('categories', 'categories.id', 'item_categories.category_id')
    .select((eb) => ['categories.id', 'categories.name', eb.fn.countAll<number>().as('count')])
    .groupBy(['categories.id', 'categories.name'])
    .orderBy('count', 'desc')
    .orderBy('categories.name')
    .limit(limit)
}

/**
 * A cursor: the items after the one that was shown last, in the order of their types. It is as quick on page 10,000 as on page 1, unlike
 * OFFSET. The id is part of the order, so that no two items stand in the same place.
 */
export function itemsAfter(db: Reader, last: { item_type_id: number; id: number }, limit = 8) {
  return db
    .selectFrom('items')
    .select(['item_type_id', 'id', 'title'])
    .where((eb) => eb(eb.refTuple('item_type_id', 'id'), '>', eb.tuple(last.item_type_id, last.id)))
    .orderBy('item_type_id')
    .orderBy('id')
    .limit(limit)
}
