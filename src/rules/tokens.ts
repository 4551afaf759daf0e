/** The words of a text as the search index holds them: the one way to take a text apart, for what is stored and for what is typed. */
import { searchKey } from './text.ts'

/** Longer words are cut: both engines take words of this length whole, and nobody types more. */
const longestToken = 100

/**
 * What stands in the index between two texts of one field, and before its joined words, so that no phrase reaches from one to the other.
 * A character for private use, which no token holds.
 */
export const separator = '\u{E000}'

/**
 * Scripts that are written without spaces between words: each of their letters is a token, so that any part of a run is found as a
 * phrase. Marks that belong to a letter (the Thai vowels above it) stay with it.
 */
export const unspaced =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const token = new RegExp(
  `[${unspaced}\\p{So}]\\p{M}*|(?:(?![${unspaced}\\p{So}])[\\p{L}\\p{N}\\p{M}])+`,
  'gu',
)
const isUnspaced = new RegExp(`^[${unspaced}\\p{So}]`, 'u')

/** A word between two spaces, taken apart. */
export interface Chunk {
  readonly tokens: readonly string[]
  /**
   * The same as one word, where signs alone divide it: `email` for `e-mail`, `9780441013593` for an ISBN with hyphens. Undefined where
   * the chunk is one token, or where a script without spaces takes part.
   */
  readonly joined: string | undefined
}

/** The words of a text, each folded by `searchKey` and taken apart at signs. Those that are nothing but signs are left out. */
export function chunksOf(text: string): Chunk[] {
  return searchKey(text)
    .split(' ')
    .flatMap((word): Chunk[] => {
      const tokens = (word.match(token) ?? []).map(cut)
      if (tokens.length === 0) return []
      const isJoined = tokens.length > 1 && !tokens.some((each) => isUnspaced.test(each))
      return [{ tokens, joined: isJoined ? cut(tokens.join('')) : undefined }]
    })
}

/** The tokens of a text in their order. */
export function tokensOf(text: string): string[] {
  return chunksOf(text).flatMap(({ tokens }) => tokens)
}

/**
 * The texts of one field as the index takes them: tokens with a space between, then what divided words are as one. A phrase never
 * reaches from one text into the next.
 */
export function indexedText(texts: readonly string[]): string {
  const chunks = texts.map(chunksOf)
  const joined = new Set(chunks.flat().flatMap((each) => each.joined ?? []))
  const parts = [...chunks.map((each) => each.flatMap(({ tokens }) => tokens).join(' ')), ...joined]
  return parts.filter((part) => part !== '').join(` ${separator} `)
}

/** Whether it is a letter of a script without spaces: a token of its own, and never the beginning of a longer one. */
export const isWholeByItself = (each: string): boolean => isUnspaced.test(each)

/** ASCII is cut without looking at code points. */
function cut(word: string): string {
  return word.length <= longestToken ? word : [...word].slice(0, longestToken).join('')
}
