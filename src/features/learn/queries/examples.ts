/** The example queries with arguments that suit the catalogue at hand, for the page that shows them. */
import type { CompiledQuery } from 'kysely'
import { fieldNamed, fieldOfKind } from '../../../declared.ts'
import type { Reader } from '../../../db/engine/connection.ts'
import { topCounts } from '../../../db/reading/counts.ts'
import * as queries from '../../catalogue/items/queries.ts'

export interface Example {
  /** The function in `catalogue/items/queries.ts`. */
  name: string
  /** What a person would ask. */
  question: string
  /** What there is to learn. */
  teaches: string
  sql: string
  parameters: readonly unknown[]
  rows: Record<string, unknown>[]
}

interface Query {
  compile(): CompiledQuery
  stream(rows: number): AsyncIterable<object>
}

/** Rows shown of each answer; the queries themselves are not changed for the page. */
const mostRows = 5

/** Every example with its SQL and the first rows of its answer, over the items that are there. */
export async function runExamples(db: Reader): Promise<Example[]> {
  const sample = await sampleOf(db)
  const examples: Example[] = []
  for (const { query, ...words } of list(db, sample)) {
    const { sql, parameters } = query.compile()
    examples.push({ ...words, sql, parameters, rows: await firstRows(query) })
  }
  return examples
}

/** Of an answer that may be as long as the catalogue. */
async function firstRows(query: Query): Promise<Record<string, unknown>[]> {
  const rows: Record<string, unknown>[] = []
  for await (const row of query.stream(mostRows)) {
    rows.push(row as Record<string, unknown>)
    if (rows.length === mostRows) break
  }
  return rows
}

interface Sample {
  item: number
  creator: number
  categories: number[]
  word: string
  last: { title_key: string; id: number }
}

/** The busiest creator, and of their newest items the one that most others have made with them. */
async function sampleOf(db: Reader): Promise<Sample> {
  const [busiest] = await topCounts(db, 'creator', 1)
  const newest = db
    .selectFrom('item_creators')
    .select('item_id')
    .where('creator_id', '=', busiest?.value ?? 0)
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
  const categories = await db
    .selectFrom('item_categories')
    .select('category_id')
    .where('item_id', '=', item?.item_id ?? 0)
    .orderBy('position')
    .limit(2)
    .execute()
  const [middle] = await db
    .selectFrom('items')
    .select(['title_key', 'id'])
    .orderBy('title_key')
    .offset(24)
    .limit(1)
    .execute()
  return {
    item: item?.item_id ?? 0,
    creator: busiest?.value ?? 0,
    categories: categories.map((row) => row.category_id),
    word: 'the',
    last: middle ?? { title_key: '', id: 0 },
  }
}

type Question = Pick<Example, 'name' | 'question' | 'teaches'> & { query: Query }

/** Where items have a year. */
function ofDecades(db: Reader): Question[] {
  const found = fieldOfKind('year')
  // The examples are the same for all who ask.
  const year = found && fieldNamed(found)?.read === undefined ? found : undefined
  const words = { question: 'From which decades are they?', teaches: 'grouping by a computed value' }
  return year ? [{ name: 'countItemsByDecade', ...words, query: queries.countItemsByDecade(db, year) }] : []
}

function list(db: Reader, sample: Sample): Question[] {
  const q = queries
  return [
    {
      name: 'newestItems',
      question: 'What came in last?',
      teaches: 'select, order by, limit',
      query: q.newestItems(db),
    },
    {
      name: 'itemsWithWord',
      question: `Which titles hold the word “${sample.word}”?`,
      teaches: 'where, like, folded keys',
      query: q.itemsWithWord(db, sample.word),
    },
    {
      name: 'itemsWithType',
      question: 'Of which type is each one?',
      teaches: 'inner join: one-to-many',
      query: q.itemsWithType(db),
    },
    {
      name: 'creatorsOfItem',
      question: 'Who made this one, in which order?',
      teaches: 'many-to-many through an association table',
      query: q.creatorsOfItem(db, sample.item),
    },
    {
      name: 'itemsOfCreator',
      question: 'What else did they make?',
      teaches: 'the same links from the other side',
      query: q.itemsOfCreator(db, sample.creator),
    },
    {
      name: 'itemsWithoutCreator',
      question: 'What has nobody’s name on it?',
      teaches: 'left join, is null: what is not there',
      query: q.itemsWithoutCreator(db),
    },
    {
      name: 'countItemsByType',
      question: 'How many are there of each type?',
      teaches: 'group by, count, groups of zero',
      query: q.countItemsByType(db),
    },
    ...ofDecades(db),
    {
      name: 'busiestCreators',
      question: 'Who made several?',
      teaches: 'having: a condition on groups',
      query: q.busiestCreators(db),
    },
    {
      name: 'coCreators',
      question: 'With whom did they work?',
      teaches: 'a self join',
      query: q.coCreators(db, sample.creator),
    },
    {
      name: 'itemsInAllCategories',
      question: 'What is in all of these at once?',
      teaches: 'counting matches: “all of”, not “any of”',
      query: q.itemsInAllCategories(db, sample.categories.length > 0 ? sample.categories : [0]),
    },
    {
      name: 'itemsAfter',
      question: 'What comes on the next page?',
      teaches: 'keyset paging: a row value compared',
      query: q.itemsAfter(db, sample.last),
    },
  ]
}
