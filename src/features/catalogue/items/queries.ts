/**
 * Queries to learn from, from one table to sums over several. Each is one statement, typed from the models: change a
 * column's name and the editor marks the line. `/learn/model` shows them with their SQL and their answers.
 *
 * The catalogue's own pages read with the functions of `queries/`, which are exported here as well.
 */
import { sql } from 'kysely'
import type { FieldName } from '../../../declared.ts'
import type { Reader } from '../../../db/engine/connection.ts'
import { searchKey } from '../../../rules/text.ts'

export { choiceOfLookup, choiceOfReference } from './forms/choices.ts'
export * from './queries/around.ts'
export * from './queries/board.ts'
export * from './queries/browse.ts'
export * from './queries/citation.ts'
export * from './queries/count.ts'
export * from './queries/editing.ts'
export * from './queries/facets.ts'
export * from './queries/item.ts'
export * from './queries/known.ts'
export * from './queries/links.ts'
export * from './queries/list.ts'
export * from './queries/offers.ts'
export * from './queries/related.ts'
export * from './queries/rules.ts'
export * from './queries/sum.ts'
export * from './queries/whole.ts'

/** One table: the newest items. Ids count up, so the highest are the newest. */
export function newestItems(db: Reader, limit = 8) {
  return db.selectFrom('items').select(['id', 'title', 'created_at']).orderBy('id', 'desc').limit(limit)
}

/** A condition: the items with a word in their title. The key is folded, so "emile" finds "Émile". */
export function itemsWithWord(db: Reader, word: string) {
  const pattern = `%${searchKey(word).replace(/[\\%_]/g, '\\$&')}%`
  return db
    .selectFrom('items')
    .select(['id', 'title'])
    .where(sql<boolean>`title_key like ${pattern} escape '\\'`)
    .orderBy('title_key')
}

/** A join, one-to-many: every item with the name of its type. The foreign key `item_type_id` leads to the row. */
export function itemsWithType(db: Reader, limit = 8) {
  return db
    .selectFrom('items')
    .innerJoin('item_types', 'item_types.id', 'items.item_type_id')
    .select(['items.title', 'item_types.name as type'])
    .orderBy('items.title_key')
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

/** The same links from the other side: the items of one creator. */
export function itemsOfCreator(db: Reader, creatorId: number) {
  return db
    .selectFrom('item_creators')
    .innerJoin('items', 'items.id', 'item_creators.item_id')
    .select(['items.id', 'items.title'])
    .where('item_creators.creator_id', '=', creatorId)
    .orderBy('items.title_key')
    .orderBy('items.id')
}

/** What is not there: items without a creator. A left join keeps them, and leaves their creator null. */
export function itemsWithoutCreator(db: Reader) {
  return db
    .selectFrom('items')
    .leftJoin('item_creators', 'item_creators.item_id', 'items.id')
    .select(['items.id', 'items.title'])
    .where('item_creators.creator_id', 'is', null)
    .orderBy('items.title_key')
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

/**
 * Grouping by something computed: how many items of each decade. The double `%` rounds down before our era too.
 * @param field the field that holds the year
 */
export function countItemsByDecade(db: Reader, field: FieldName) {
  const year = sql.ref<number>(field)
  const decade = sql<number>`${year} - (${year} % 10 + 10) % 10`
  return db
    .selectFrom('items')
    .select((eb) => [decade.as('decade'), eb.fn.countAll<number>().as('count')])
    .where(year, 'is not', null)
    .groupBy('decade')
    .orderBy('decade')
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

/** "All of these": items that are in every one of the given categories. Counting the matches tells. */
export function itemsInAllCategories(db: Reader, categoryIds: number[]) {
  return db
    .selectFrom('items')
    .innerJoin('item_categories', 'item_categories.item_id', 'items.id')
    .select(['items.id', 'items.title'])
    .where('item_categories.category_id', 'in', categoryIds)
    .groupBy(['items.id', 'items.title', 'items.title_key'])
    .having((eb) => eb.fn.countAll(), '=', categoryIds.length)
    .orderBy('items.title_key')
}

/** Paging by key: the items after one that was shown last. As quick on page 10,000 as on page 1, unlike OFFSET. */
export function itemsAfter(db: Reader, last: { title_key: string; id: number }, limit = 8) {
  return db
    .selectFrom('items')
    .select(['id', 'title'])
    .where((eb) => eb(eb.refTuple('title_key', 'id'), '>', eb.tuple(last.title_key, last.id)))
    .orderBy('title_key')
    .orderBy('id')
    .limit(limit)
}
