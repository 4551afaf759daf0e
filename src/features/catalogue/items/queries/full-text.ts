/** Full text as each engine asks its index: what is found, with a number by which it is ordered, the best first. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/** The ids of items, as a query that others stand on. */
export type FoundItems = RawBuilder<{ id: number; rank: number }>

/**
 * FTS5 keeps, for each word, the items in which it stands.
 * @param index the virtual table @param words in the language of FTS5: `"dune"`
 */
export function foundByFts5(index: string, words: string): FoundItems {
  return sql`(select rowid as id, bm25(${sql.ref(index)}) as rank from ${sql.table(index)} where ${sql.ref(index)} match ${words})`
}

/**
 * A GIN index keeps, for each word, the rows whose `tsvector` holds it.
 * @param index the table @param words in the language of tsquery: `dune & messiah`
 */
export function foundByTsquery(index: string, words: string): FoundItems {
  return sql`(select item_id as id, -ts_rank(words, query) as rank from ${sql.table(index)}, to_tsquery('simple', ${words}) as query where words @@ query)`
}
