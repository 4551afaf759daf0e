/** Reads what a person typed into the search box. Nothing is an error: each text has the reading that comes nearest. Pure. */
import type { DeclaredName } from '../../../../declared.ts'
import { piecesOf } from '../../../../rules/search-pieces.ts'
import type { Piece } from '../../../../rules/search-pieces.ts'
import type { SearchQuery, Term } from '../../../../rules/search-query.ts'
import { searchKey } from '../../../../rules/text.ts'
import { wordsWithPlaces } from '../../../../rules/token-places.ts'
import { searchField } from './query-fields.ts'
import { wordsTerm } from './query-words.ts'

/** In characters. */
export const longestSearch = 500
/** Words, phrases and fields together. */
export const mostTerms = 32
const mostNotices = 5

export interface ParsedSearch {
  /** What was typed, without what is too long. */
  readonly typed: string
  readonly query: SearchQuery
  /** Each group of terms as people read it, and what is left of the text without it. */
  readonly chips: readonly { readonly text: string; readonly without: string }[]
  /** What was not understood or left out, in sentences. */
  readonly notices: readonly string[]
}

/** A piece that was understood. */
interface ReadPiece {
  readonly piece: Pick<Piece, 'start' | 'end'>
  /** How it is shown. */
  readonly text: string
  /** All of them must hold. */
  readonly terms: readonly Term[]
  /** The same as one term, for a group in which any will do. */
  readonly asOne: Term
}

interface Reading {
  readonly readable: readonly DeclaredName[]
  readonly me: string | undefined
  readonly say: (notice: string) => void
}

/**
 * @param q what was typed: words that must all be there, `"a phrase"`, `-not`, `OR`, `FIELD:value`
 * @param readable the fields that the viewer may read; any other is answered like a name that does not exist
 * @param me the viewer's username, for a field that holds a person
 */
export function parseSearch(q: string, readable: readonly DeclaredName[], me?: string): ParsedSearch {
  const { typed, notices } = shorten(q)
  const say = (notice: string) => {
    if (notices.length < mostNotices && !notices.includes(notice)) notices.push(notice)
  }
  const groups = readGroups(typed, { readable, me, say })
  if (groups.length === 0 && typed !== '' && notices.length === 0)
    say(`“${short(typed)}” holds nothing that can be searched for.`)
  return { typed, query: groups.flatMap(termsOf), chips: chipsOf(typed, groups), notices }
}

const blanks = /[\s\p{Cc}\p{Z}]+/gu

function shorten(q: string): { typed: string; notices: string[] } {
  // A character has at most two code units, so a text that is far too long is cut before it is split into characters.
  const letters = [...q.trim().slice(0, 2 * longestSearch + 2)]
  return {
    typed: letters.slice(0, longestSearch).join('').toWellFormed().replace(blanks, ' ').trim(),
    notices:
      letters.length > longestSearch ? [`Only the first ${longestSearch} characters are searched for.`] : [],
  }
}

/** `OR` counts between two pieces, and binds them closer than a blank does. */
function readGroups(typed: string, reading: Reading): ReadPiece[][] {
  const groups: ReadPiece[][] = []
  let count = 0
  let isAlternative = false
  for (const piece of piecesOf(typed)) {
    if (piece === 'OR') isAlternative = groups.length > 0
    const read = piece === 'OR' ? undefined : readPiece(piece, reading)
    if (!read) continue
    count += read.terms.length
    if (count > mostTerms) {
      reading.say(`Only the first ${mostTerms} words are searched for.`)
      break
    }
    if (isAlternative) groups.at(-1)?.push(read)
    else groups.push([read])
    isAlternative = false
  }
  return groups
}

/** Nothing where the piece holds no word, such as `&` or an empty phrase. */
function readPiece(piece: Piece, { readable, me, say }: Reading): ReadPiece | undefined {
  const { field: called, value, isQuoted, not } = piece
  const field = called === undefined ? undefined : searchField(called, readable)
  if (called === undefined || (!field && piece.isWideColon)) return readWords(piece)
  if (field && value.trim() === '') {
    say(`“${short(called)}:” was left out: what to look for stands right behind the colon.`)
    return undefined
  }
  const read = field?.read({ text: value, isQuoted, me }, say)
  if (field && read) {
    const term = { ...read.term, ...(not && { not }) }
    return { piece, text: `${not ? 'not ' : ''}${field.label}: ${read.shown}`, terms: [term], asOne: term }
  }
  const reason = field
    ? `${field.label} cannot be “${short(value)}”`
    : `No field is called “${short(called)}”`
  if (value !== '') say(`${reason}, so “${short(`${called}:${value}`)}” was searched for as words.`)
  return readWords(piece)
}

function readWords(piece: Piece): ReadPiece | undefined {
  const { field, value, isQuoted, not, isWideColon } = piece
  const text = field === undefined ? value : `${field}${isWideColon ? '：' : ':'}${value}`
  const term = wordsTerm(text, isQuoted)
  if (!term) return undefined
  const shown = isQuoted ? `“${text.trim()}”` : text
  if (not) {
    const negated = { ...term, not }
    return { piece, text: `not: ${shown}`, terms: [negated], asOne: negated }
  }
  const isNoField = field !== undefined && !isWideColon
  const words = isNoField ? [wordsTerm(field, false), wordsTerm(value, isQuoted)] : [term]
  return { piece, text: shown, terms: words.flatMap((each) => each ?? []), asOne: term }
}

function termsOf(group: readonly ReadPiece[]): Term[][] {
  const [first, ...others] = group
  if (first && others.length === 0) return first.terms.map((term) => [term])
  return [group.map(({ asOne }) => asOne)]
}

function chipsOf(typed: string, groups: readonly ReadPiece[][]): ParsedSearch['chips'] {
  // What comes behind the last term that counts would take the place of one that is taken off.
  const end = groups.at(-1)?.at(-1)?.piece.end ?? 0
  return groups.map((group) => {
    const from = group[0]?.piece.start ?? 0
    const to = group.at(-1)?.piece.end ?? end
    return {
      text: group.map(({ text }) => text).join(' or '),
      without: `${typed.slice(0, from)} ${typed.slice(to, end)}`.replace(blanks, ' ').trim(),
    }
  })
}

/**
 * What was typed, with a misspelt word replaced wherever it stands. All else stays as it is.
 * @param from a token of the search @param to the word in its place
 */
export function respelled(q: string, from: string, to: string): string {
  let text = ''
  let copied = 0
  for (const { places } of wordsWithPlaces(q))
    for (const { token, start, end } of places()) {
      // One sign may be several words, such as ﷺ: no letter of it could be replaced alone.
      if (token !== from || searchKey(q.slice(start, end)) !== token) continue
      text += q.slice(copied, start) + to
      copied = end
    }
  return text + q.slice(copied)
}

function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
