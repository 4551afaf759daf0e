/** Where in a text the words of a search stand, so that they can be marked, and a line of a long text around the first of them. */
import type { SearchQuery, WordsTerm } from './search-query.ts'
import { wordsWithPlaces } from './token-places.ts'
import type { PlacedWord } from './token-places.ts'
import { searchKey } from './text.ts'
import { isWholeByItself, unspaced } from './tokens.ts'

/** A part of a text. */
export interface TextPart {
  readonly text: string
  readonly isFound: boolean
}

interface Span {
  readonly start: number
  readonly end: number
}

/** What a search looks for, not what must not be there. */
export function soughtWords(query: SearchQuery): WordsTerm[] {
  return query.flat().flatMap((term) => (term.kind === 'words' && term.not !== true ? [term] : []))
}

/** Those that are looked for in this field. */
export function soughtIn(words: readonly WordsTerm[], field: string): WordsTerm[] {
  return words.filter((term) => term.in === undefined || term.in === field)
}

/** Whether the words stand in the text. */
export function holdsWords(text: string, term: WordsTerm): boolean {
  return candidatesOf([term]).test(searchKey(text)) && spansIn(text, [term]).next().done !== true
}

/** The text in parts, found and not, from its beginning to its end. */
export function partsOf(text: string, words: readonly WordsTerm[]): TextPart[] {
  const parts: TextPart[] = []
  let copied = 0
  if (!candidatesOf(words).test(searchKey(text))) return text === '' ? [] : [{ text, isFound: false }]
  for (const { start, end } of inOrder([...spansIn(text, words)])) {
    if (end <= copied) continue
    const from = Math.max(start, copied)
    if (from > copied) parts.push({ text: text.slice(copied, from), isFound: false })
    parts.push({ text: text.slice(from, end), isFound: true })
    copied = end
  }
  return copied < text.length ? [...parts, { text: text.slice(copied), isFound: false }] : parts
}

const inOrder = (spans: Span[]) => spans.sort((a, b) => a.start - b.start || b.end - a.end)

/** So much of a line stands before what was found. */
const before = 60

/**
 * A line of a long text with the first of the words that stands in it, in whole words.
 * @param most its length in characters, but for the ellipses where it is cut
 */
export function lineAround(text: string, words: readonly WordsTerm[], most = 160): TextPart[] | undefined {
  const found = firstSpan(text, words)
  if (!found) return undefined
  const start = found.start <= before ? 0 : wordStart(text, found.start - before, found.start)
  const end =
    start + most >= text.length ? text.length : wordEnd(text, Math.min(found.end, start + most), start + most)
  const line = text.slice(start, end).replace(halfCharacters, '').trim()
  return [
    ...(start > 0 ? [{ text: '… ', isFound: false }] : []),
    ...partsOf(line, words),
    ...(end < text.length ? [{ text: ' …', isFound: false }] : []),
  ]
}

/** What a cut leaves of a character of two halves, at either end. */
const halfCharacters = /^[\udc00-\udfff]|[\ud800-\udbff]$/g

/** A blank is looked for so far: without one, as in Chinese, the line is cut between any two letters. */
const farthestBlank = 30

function wordStart(text: string, from: number, to: number): number {
  const blank = text.slice(from - 1, Math.min(to, from + farthestBlank)).search(/\s/)
  return blank < 0 ? from : from + blank
}

function wordEnd(text: string, from: number, to: number): number {
  const start = Math.max(from, to - farthestBlank)
  const blank = /\s(?=\S*$)/.exec(text.slice(start, to + 1))
  return blank ? start + blank.index : to
}

/** In characters: a piece ends at its first blank after `least`, and at `most` if there is none. */
const piece = { least: 400, most: 1000 }

/** Looks through a long text piece by piece: most pieces hold none of the words, and their folded text shows that. */
function firstSpan(text: string, words: readonly WordsTerm[]): Span | undefined {
  const candidates = candidatesOf(words)
  let end: number
  for (let start = 0; start < text.length; start = end) {
    const blank = text.slice(start + piece.least, start + piece.most).search(/\s/)
    end = blank < 0 ? start + piece.most : start + piece.least + blank
    if (!candidates.test(searchKey(text.slice(start, end)))) continue
    // What begins here may end in the next piece.
    const [span] = spansIn(text.slice(start, end + piece.least), words)
    // If a piece was cut inside a word, what it begins with is not a whole word.
    const isCut = span?.start === 0 && start > 0 && /\S/.test(text.charAt(start))
    if (span && !isCut && span.start < end - start)
      return { start: start + span.start, end: start + span.end }
  }
  return undefined
}

const letter = `(?![${unspaced}\\p{So}])[\\p{L}\\p{N}]`

/** Fits wherever one of the words may begin in a folded text, and at few other places: signs may stand between its letters. */
function candidatesOf(words: readonly WordsTerm[]): RegExp {
  const beginnings = words.flatMap(({ tokens, joined = tokens[0] ?? '' }) => {
    const [first = ''] = tokens
    if (isWholeByItself(first)) return [first]
    const begin = `(?<!${letter})`
    return [`${begin}${first}`, `${begin}${[...joined].join(`[^\\p{L}\\p{N}\\p{M} ]*`)}`]
  })
  return new RegExp(beginnings.length === 0 ? '(?!)' : beginnings.join('|'), 'u')
}

/** From left to right, by their ends. */
function* spansIn(text: string, words: readonly WordsTerm[]): Generator<Span> {
  const tokens: { token: string; word: PlacedWord; index: number }[] = []
  for (const word of wordsWithPlaces(text)) {
    word.tokens.forEach((token, index) => tokens.push({ token, word, index }))
    for (const term of words) if (isJoined(word, term)) yield wholeOf(word)
    for (let last = tokens.length - word.tokens.length; last < tokens.length; last++)
      for (const term of words) {
        const first = last - term.tokens.length + 1
        if (first < 0 || !term.tokens.every((token, at) => fits(term, at, token, tokens[first + at]?.token)))
          continue
        const [from, to] = [tokens[first], tokens[last]]
        yield {
          start: from?.word.places()[from.index]?.start ?? 0,
          end: to?.word.places()[to.index]?.end ?? text.length,
        }
      }
  }
}

/** Without a comma behind it. */
function wholeOf(word: PlacedWord): Span {
  const places = word.places()
  return { start: places[0]?.start ?? word.start, end: places.at(-1)?.end ?? word.end }
}

function fits({ tokens, isPrefix }: WordsTerm, at: number, wanted: string, token = ''): boolean {
  return isPrefix && at === tokens.length - 1 ? token.startsWith(wanted) : token === wanted
}

/** Whether one is divided by signs where the other is not: `email` and `e-mail`. */
function isJoined(word: PlacedWord, { tokens, joined, isPrefix }: WordsTerm): boolean {
  const wanted = joined ?? (tokens.length === 1 ? tokens[0] : undefined)
  const there = word.joined ?? (word.tokens.length === 1 ? word.tokens[0] : undefined)
  // Where neither is divided, they are compared as tokens.
  if (wanted === undefined || there === undefined || (joined === undefined && word.joined === undefined))
    return false
  return isPrefix ? there.startsWith(wanted) : there === wanted
}
