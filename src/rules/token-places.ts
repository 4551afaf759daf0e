/** Where in a text as people read it the tokens of its words stand: `rules/tokens` knows only the folded text. */
import { chunksOf } from './tokens.ts'
import type { Chunk } from './tokens.ts'
import { isPlain, searchKey } from './text.ts'

/** A token and the part of the text that it was made from. */
export interface TokenPlace {
  readonly token: string
  readonly start: number
  /** The first place behind it. */
  readonly end: number
}

/** What stands between two blanks. */
export interface PlacedWord extends Chunk {
  /** Where each of its tokens stands, in their order: worked out when somebody asks. */
  readonly places: () => readonly TokenPlace[]
  readonly start: number
  readonly end: number
}

/** The words of a text, one after the other: who looks for the first of them need not take apart the rest. */
export function* wordsWithPlaces(text: string): Generator<PlacedWord> {
  for (const { 0: word, index: start } of text.matchAll(/[^\s\p{Cc}\p{Z}]+/gu)) {
    const chunks = chunksOf(word)
    const tokens = chunks.flatMap((chunk) => chunk.tokens)
    if (tokens.length === 0) continue
    const joined = chunks.length === 1 ? chunks[0]?.joined : undefined
    const places = () => placesOf(tokens, word, start)
    yield { tokens, joined, places, start, end: start + word.length }
  }
}

/** @param word without a blank in it @param offset where it begins */
function placesOf(tokens: readonly string[], word: string, offset: number): TokenPlace[] {
  const { folded, origins } = foldByUnits(word)
  const places: TokenPlace[] = []
  let from = 0
  for (const token of tokens) {
    const at = folded.indexOf(token, from)
    // In rare cases letters fold differently together than alone: then the whole word is the place.
    if (at < 0) return tokens.map((each) => ({ token: each, start: offset, end: offset + word.length }))
    from = at + token.length
    const start = origins[at]?.start ?? 0
    const end = origins[from - 1]?.end ?? word.length
    places.push({ token, start: offset + start, end: offset + end })
  }
  return places
}

/** A letter with all that is folded together with it: marks, invisible signs, the later parts of a Korean syllable, and the marks of narrow katakana. */
const unit = /[^][\p{M}\p{DI}\uff9e\uff9f\u1160-\u11ff]*/gu

/** The folded text, and for each of its letters where it comes from. */
function foldByUnits(word: string): { folded: string; origins: { start: number; end: number }[] } {
  const origins: { start: number; end: number }[] = []
  const each = isPlain(word)
    ? [...word].map((letter, index) => ({ 0: letter, index }))
    : [...word.matchAll(unit)]
  let folded = ''
  for (const { 0: letters, index } of each) {
    const key = searchKey(letters)
    for (let at = 0; at < key.length; at++) origins.push({ start: index, end: index + letters.length })
    folded += key
  }
  return { folded, origins }
}
