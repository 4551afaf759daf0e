/** What an engine does for the search index: its tables, what is put into them, and what is found there. One file for each engine. */
import type { Reader } from '../../db/engine/connection.ts'
import type { WordsTerm } from '../../rules/search-query.ts'
import type { Document } from '../documents.ts'
import type { SearchPart } from '../shape.ts'

/** @param index the number of the index: the id of its row in `search_indexes` */
export interface SearchEngine {
  /** Makes the tables of an index, for every part. */
  create(db: Reader, index: number): Promise<void>
  /** Drops the tables of an index, whatever parts it has. */
  drop(db: Reader, index: number): Promise<void>
  /** Puts documents in the place of those with the same ids. */
  put(db: Reader, index: number, documents: readonly Document[]): Promise<void>
  remove(db: Reader, index: number, ids: readonly number[]): Promise<void>
  /** @returns the ids of the items with these words, with commas between */
  find(db: Reader, index: number, part: SearchPart, term: WordsTerm): Promise<string>
  /**
   * @param code at least three characters (see `identifierCode`); with a separator before and after it, only a whole identifier matches
   * @returns the ids of the items with an identifier that contains the code
   */
  findCode(db: Reader, index: number, part: SearchPart, code: string): Promise<string>
  /**
   * @param words those of a title, the last of which may be the beginning of a longer one
   * @returns the ids of items whose titles hold all of them, at most so many: candidates, of which the caller takes those that fit. It costs the
   * same however many there are, so where a word is very frequent some are not found
   */
  titles(db: Reader, index: number, words: readonly string[], most: number): Promise<number[]>
  /** @returns the words of the public part without digits, each with the number of its items, at most so many; the most frequent first */
  words(db: Reader, index: number, most: number): Promise<{ word: string; count: number }[]>
  /** @throws what the engine says where its tables are damaged */
  checkTables(db: Reader, index: number): Promise<void>
}

/** Shorter words are only found whole: to collect all words with one letter would take as long as to look at everything. */
export const shortestPrefix = 2

/** What a term looks for: each alternative is a run of tokens, the last of which may be the beginning of a longer one. */
export function alternatives({
  tokens,
  joined,
  isPrefix,
}: WordsTerm): { tokens: readonly string[]; isPrefix: boolean }[] {
  const isLong = (token: string | undefined) => isPrefix && [...(token ?? '')].length >= shortestPrefix
  return [
    { tokens, isPrefix: isLong(tokens.at(-1)) },
    ...(joined === undefined ? [] : [{ tokens: [joined], isPrefix: isLong(joined) }]),
  ]
}
