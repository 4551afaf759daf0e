/** Splits the text of the search box: words, phrases and fields with a value, each with its place. Pure. */
import { dashes, quotationMarks } from './text.ts'

/** A word, a phrase or a field with a value, as it was typed. */
export interface Piece {
  readonly start: number
  /** Just after its last character. */
  readonly end: number
  /** Whether a minus stands before it. */
  readonly not: boolean
  /** What stands before a colon. It need not be the name of a field. */
  readonly field: string | undefined
  /** Whether the colon is that of East Asian keyboards. Titles have it too, so it counts only after the name of a field. */
  readonly isWideColon: boolean
  /** What stands behind the colon; without one, the word or phrase itself. */
  readonly value: string
  readonly isQuoted: boolean
}

const quote = `["${quotationMarks}]`
const pattern = new RegExp(
  [
    // Only at the beginning of a piece, where invisible marks of direction may come before it.
    `\\p{DI}*(?<minus>[${dashes}])?\\p{DI}*`,
    // `http://` is no field, and neither is `12:30`.
    `(?:(?<field>\\p{L}[\\p{L}\\p{M}\\p{N}_]*)(?<colon>[:：])(?!//))?`,
    `(?:${quote}(?<phrase>[^"${quotationMarks}]*)(?:${quote}|$)|(?<word>[^\\s\\p{Cc}\\p{Z}]*))`,
  ].join(''),
  'gu',
)

/** From left to right, one piece at a time. A quotation mark that nobody closed reaches to the end. */
export function* piecesOf(typed: string): Generator<Piece | 'OR'> {
  for (const { 0: all, index: start, groups = {} } of typed.matchAll(pattern)) {
    if (all === '') continue
    const { minus, field, colon, phrase, word = '' } = groups as Record<string, string | undefined>
    if (all === 'OR') yield 'OR'
    else
      yield {
        start,
        end: start + all.length,
        not: minus !== undefined,
        field,
        isWideColon: colon === '：',
        value: phrase ?? word,
        isQuoted: phrase !== undefined,
      }
  }
}
