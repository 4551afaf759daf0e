/** Other spellings of words for which nothing, or next to nothing, was found. */
import type { Reader } from '../db/engine/connection.ts'
import { withoutLimit } from '../db/engine/time-limit.ts'
import { searchOf } from './engines/index.ts'
import type { SearchAnswer, SearchRequest } from './request.ts'
import { Vocabulary } from './vocabulary.ts'

/** Where more is found, the words were likely meant as they stand. */
const littleFound = 3

/** A word is only replaced by one that is so many times as frequent. */
const timesAsFrequent = 3

const mostWords = 200_000

/**
 * While the counts of all words add up to less than the first number, the words are read again after every change: that is quick.
 * Otherwise they are read again only when they are older than the second number, in milliseconds.
 */
const smallVocabulary = 100_000
const keptFor = 600_000

export class Spelling {
  readonly #db: Reader
  readonly #index: number
  #vocabulary: Promise<Vocabulary> | undefined
  #isSmall = false
  #readAt = 0

  constructor(db: Reader, index: number) {
    this.#db = db
    this.#index = index
  }

  /** Something was written: there may be other words now. */
  forget(): void {
    const isOld = Date.now() - this.#readAt > keptFor
    if (this.#isSmall || isOld) this.#vocabulary = undefined
  }

  /** Reads the words, where they are not at hand: once for all who need them. */
  prepare(): Promise<Vocabulary> {
    return (this.#vocabulary ??= withoutLimit(() => this.#read()).catch((error: unknown) => {
      this.#vocabulary = undefined
      throw error
    }))
  }

  async #read(): Promise<Vocabulary> {
    this.#readAt = Date.now()
    this.#isSmall = true
    const words = await searchOf(this.#db).words(this.#db, this.#index, mostWords)
    this.#isSmall = words.reduce((sum, { count }) => sum + count, 0) < smallVocabulary
    return new Vocabulary(words)
  }

  /** @param found how many items the search found */
  async near({ query }: SearchRequest, found: number): Promise<NonNullable<SearchAnswer['near']>> {
    if (found >= littleFound) return []
    const words = query.flatMap((terms) =>
      terms.flatMap((term) =>
        term.kind === 'words' && !term.not && term.tokens.length === 1 ? (term.tokens[0] ?? []) : [],
      ),
    )
    if (words.length === 0) return []
    const vocabulary = await this.prepare()
    const tokens = [...new Set(words)]
    // Where a word is in no item, that is the misspelt one, and the others are meant as they stand.
    const ofUnknown = betterThan(
      vocabulary,
      tokens.filter((token) => vocabulary.count(token) === 0),
    )
    return ofUnknown.length > 0 ? ofUnknown : betterThan(vocabulary, tokens)
  }
}

/** For each token, the similar words that are much more frequent. A token without such words is left out. */
function betterThan(vocabulary: Vocabulary, tokens: readonly string[]): NonNullable<SearchAnswer['near']> {
  return tokens.flatMap((token) => {
    const least = Math.max(1, vocabulary.count(token) * timesAsFrequent)
    const words = vocabulary.near(token, 3).filter((word) => vocabulary.count(word) >= least)
    return words.length > 0 ? [{ token, words }] : []
  })
}
