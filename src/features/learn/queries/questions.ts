/** What the example queries ask, and what there is to learn of each. */
import type { CompiledQuery } from 'kysely'
import type { Engine, Reader } from '../../../db/engine/connection.ts'
import { lookups } from '../../../declared.ts'
import { domain } from '../../../domain.ts'
import { engineUsedBy } from '../../../db/engine/many.ts'
import * as queries from '../../catalogue/items/queries.ts'
import { capital } from '../../../rules/words.ts'
import type { FoundItems } from '../../catalogue/items/queries.ts'
import type { ExampleArguments } from './arguments.ts'

export interface Query {
  compile(): CompiledQuery
  stream(rows: number): AsyncIterable<object>
}

export interface Question {
  /** The function in `catalogue/items/queries.ts`. */
  name: string
  /** What a person would ask. */
  question: string
  /** What there is to learn, in a few words. */
  teaches: string
  /** The same in a sentence or two, with what the plan shows. */
  lesson: string
  /** The functions of `catalogue/items/queries/full-text.ts` that it is given the answer of: it needs the search index. */
  standsOn?: Readonly<Record<Engine, string>>
  query: (db: Reader, given: ExampleArguments) => Query
}

const { item } = domain
const [creators, categories] = [lookups.creators.noun, lookups.categories.noun]

const fullText = { sqlite: 'foundByFts5', postgresql: 'foundByTsquery' }

export const questions: readonly Question[] = [
  {
    name: 'itemsOfType',
    question: 'What came in last of one type?',
    teaches: 'one table, a condition, an order',
    lesson: `The index on the type and the id holds the ${item.many} of a type one behind the other, in the order of their ids. It is read from its end, and after eight rows reading stops: nothing is sorted.`,
    query: (db, { type }) => queries.itemsOfType(db, type),
  },
  {
    name: 'itemsWithType',
    question: 'Of which type is each one?',
    teaches: 'inner join: one-to-many',
    lesson: `${capital(item.a)} holds the id of its type, a foreign key. The join finds the row with that id by the primary key of the types.`,
    query: (db) => queries.itemsWithType(db),
  },
  {
    name: 'creatorsOfItem',
    question: 'Who made this one, in which order?',
    teaches: 'many-to-many through an association table',
    lesson: `The association table has a row for each pair. Its primary key begins with item_id, so the links of one ${item.one} stand together in that index; the position is their order.`,
    query: (db, { item }) => queries.creatorsOfItem(db, item),
  },
  {
    name: 'itemsWithoutCreator',
    question: 'What has nobody’s name on it?',
    teaches: 'left join, is null: what is not there',
    lesson: `A left join keeps the ${item.many} that have no link, and leaves the columns of the link null. For each row the index is asked whether there is one.`,
    query: (db) => queries.itemsWithoutCreator(db),
  },
  {
    name: 'countItemsByType',
    question: 'How many are there of each type?',
    teaches: 'group by, count, groups of zero',
    lesson: `Rows with the same type become one row. Counting ids leaves out null, and so a type without ${item.many} counts 0, where count(*) would say 1.`,
    query: (db) => queries.countItemsByType(db),
  },
  {
    name: 'busiestCreators',
    question: 'Who made several?',
    teaches: 'having: a condition on groups',
    lesson:
      'WHERE chooses rows before they are grouped, HAVING chooses groups when they are counted. Every link has to be read for that, which is why the program keeps such counts in a table of their own.',
    query: (db) => queries.busiestCreators(db),
  },
  {
    name: 'coCreators',
    question: 'With whom did they work?',
    teaches: 'a self join',
    lesson: `The association table is joined with itself: two links to one ${item.one} are a pair. An index leads from the ${creators.one} to the ${item.many}, and the primary key from each of them to the others.`,
    query: (db, { creator }) => queries.coCreators(db, creator),
  },
  {
    name: 'itemsFound',
    question: 'What has to do with this word?',
    teaches: 'full text: match, @@',
    lesson: `A full-text index holds, for each word, the ${item.many} in which it stands, so no text is read. On SQLite that is a virtual table of FTS5, asked by MATCH; on PostgreSQL a GIN index of tsvectors, asked by @@.`,
    standsOn: fullText,
    query: (db, given) => queries.itemsFound(db, found(db, given)),
  },
  {
    name: 'countFoundByCategory',
    question: `In which ${categories.many} is what was found?`,
    teaches: 'facets: counts within a search',
    lesson: `A search is a list of ids, and a query can stand on it. Joined with their links, the ${item.many} found are counted by ${categories.one}. Of a word that nearly all of them have this takes long: the program counts in memory.`,
    standsOn: fullText,
    query: (db, given) => queries.countFoundByCategory(db, found(db, given)),
  },
  {
    name: 'itemsAfter',
    question: 'What comes on the next page?',
    teaches: 'a cursor: a row value compared',
    lesson:
      'The place where the last page ended is found in the index, however deep it is, and reading goes on from there. OFFSET would read everything before it and throw it away.',
    query: (db, { last }) => queries.itemsAfter(db, last),
  },
]

/** The index that both engines keep of what everybody may read (`src/search`), asked for the word. */
function found(db: Reader, { index = 0, word }: ExampleArguments): FoundItems {
  return engineUsedBy(db) === 'sqlite'
    ? queries.foundByFts5(`search_${index}_public`, `"${word}"`)
    : queries.foundByTsquery(`crowfoot_search.search_${index}_public`, word)
}
