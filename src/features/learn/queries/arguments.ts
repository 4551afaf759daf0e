/** Arguments for the example queries that suit the catalogue at hand. */
import type { Reader } from '../../../db/engine/connection.ts'
import { topCounts } from '../../../db/reading/counts.ts'
import { tokensOf } from '../../../rules/tokens.ts'
import { readyIndex } from '../../../search/state.ts'

export interface ExampleArguments {
  /** The one with most items. */
  type: number
  creator: number
  /** One that several have made. */
  item: number
  /** A word of its title, as the index holds it. */
  word: string
  /** The number of the search index; none while it is being built. */
  index: number | undefined
  /** An item in the middle of the list by types: where a page ended. */
  last: { item_type_id: number; id: number }
}

export async function argumentsFor(db: Reader): Promise<ExampleArguments> {
  const [type] = await topCounts(db, 'type', 1)
  const [busiest] = await topCounts(db, 'creator', 1)
  const last = await db
    .selectFrom('items')
    .select(['item_type_id', 'id'])
    .orderBy('item_type_id')
    .orderBy('id')
    .offset(24)
    .limit(1)
    .executeTakeFirst()
  const item = await itemOf(db, busiest?.value ?? 0)
  return {
    type: type?.value ?? 0,
    creator: busiest?.value ?? 0,
    item,
    word: await wordOf(db, item),
    index: await readyIndex(db),
    last: last ?? { item_type_id: 0, id: 0 },
  }
}

/** Of a creator's newest items the one that most others have made with them. */
async function itemOf(db: Reader, creator: number): Promise<number> {
  const newest = db
    .selectFrom('item_creators')
    .select('item_id')
    .where('creator_id', '=', creator)
    .orderBy('item_id', 'desc')
    .limit(100)
  const item = await db
    .selectFrom(newest.as('newest'))
    .innerJoin('item_creators', 'item_creators.item_id', 'newest.item_id')
    .select((eb) => ['item_creators.item_id', eb.fn.countAll<number>().as('count')])
    .groupBy('item_creators.item_id')
    .orderBy('count', 'desc')
    .orderBy('item_creators.item_id')
    .limit(1)
    .executeTakeFirst()
  return item?.item_id ?? 0
}

/** The longest word of its title. */
async function wordOf(db: Reader, item: number): Promise<string> {
  const row = await db.selectFrom('items').select('title').where('id', '=', item).executeTakeFirst()
  const words = tokensOf(row?.title ?? '').toSorted((a, b) => b.length - a.length)
  return words[0] ?? 'none'
}
