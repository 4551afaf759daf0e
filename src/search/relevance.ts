/**
 * The order of a search: first a title that equals what was typed, then an identifier that does, then titles that hold all the words, then
 * items found by title and names together, then the rest. Among titles, whole words come before beginnings of words, and short titles
 * before long ones. All else is in the order of time, the newest first.
 */
import { sql } from 'kysely'
import { engineUsedBy, isOneOf } from '../db/engine/many.ts'
import type { Reader } from '../db/engine/connection.ts'
import { tokensOf } from '../rules/tokens.ts'
import { IdSet } from './id-set.ts'
import type { FoundPage } from './order.ts'
import type { PageRequest, SearchedTerm } from './request.ts'

/** Where the words were found; `identifier` where all the words together are a whole identifier. */
export type Within = 'title' | 'names' | 'identifier'

/** A piece of the list: some in an order of their own, or a set with the newest first. */
type Segment = readonly number[] | IdSet

/** Titles are compared with what was typed where at most so many hold the words. Where more do, the highest ids come first. */
const mostRanked = 1_000

/** Where more items than this are found, those found by names no longer come before the rest. */
const mostByNames = 20_000

/**
 * @param found all that was found
 * @param within finds those that have all the words in certain fields
 */
export async function pageByRelevance(
  db: Reader,
  query: readonly (readonly SearchedTerm[])[],
  found: IdSet,
  within: (fields: Within) => Promise<IdSet>,
  page: PageRequest,
): Promise<FoundPage> {
  const segments = segmentsOf(db, query, found, within)
  const cursor = page.before ?? page.after
  const known: Segment[] = []
  let start = page.skipped ?? 0
  if (cursor !== undefined) {
    const place = await placeOf(cursor, segments, known)
    start = page.after === undefined ? Math.max(0, place - page.most) : place + 1
    if (page.before !== undefined) page = { ...page, most: Math.min(page.most, place) }
  }
  const ids: number[] = []
  let passed = 0
  const wanted = page.most + 1
  for await (const segment of all(known, segments)) {
    const size = sizeOf(segment)
    const skipped = Math.max(0, start - passed)
    passed += size
    if (skipped >= size) continue
    ids.push(...part(segment, skipped, wanted - ids.length))
    if (ids.length >= wanted) break
  }
  return { ids: ids.slice(0, page.most), hasBefore: start > 0, hasAfter: ids.length > page.most }
}

/** Each is only worked out when a page reaches it. */
async function* segmentsOf(
  db: Reader,
  query: readonly (readonly SearchedTerm[])[],
  found: IdSet,
  within: (fields: Within) => Promise<IdSet>,
): AsyncGenerator<Segment, void, void> {
  if (found.size === 0) return
  const identified = found.and(await within('identifier'))
  const titled = found.and(await within('title'))
  if (titled.size <= mostRanked) yield await ranked(db, query, titled.or(identified), identified)
  else {
    yield identified
    yield titled.without(identified)
  }
  let rest = found.without(titled).without(identified)
  if (found.size <= mostByNames) {
    const named = rest.and(await within('names'))
    yield named
    rest = rest.without(named)
  }
  yield rest
}

async function ranked(
  db: Reader,
  query: readonly (readonly SearchedTerm[])[],
  items: IdSet,
  identified: IdSet,
): Promise<number[]> {
  const ids = items.toArray()
  if (ids.length < 2) return ids
  const words = query.flatMap((terms) => {
    const [term] = terms
    return terms.length === 1 && term?.kind === 'words' && !term.not ? [term.tokens.join(' ')] : []
  })
  const { rows } = await sql<{ id: number; title: string }>`
    select id, title_key as title from items where ${isOneOf(engineUsedBy(db), 'id', ids)}`.execute(db)
  return rows
    .map(({ id, title }) => ({ id, ...closeness(tokensOf(title), words, identified.has(id)) }))
    .sort((a, b) => a.tier - b.tier || a.length - b.length || b.id - a.id)
    .map(({ id }) => id)
}

/** How near an item is to what was typed. */
function closeness(
  title: readonly string[],
  words: readonly string[],
  isIdentified: boolean,
): { tier: number; length: number } {
  const text = ` ${title.join(' ')} `
  const typed = ` ${words.join(' ')} `
  const { length } = title
  if (text === typed) return { tier: 0, length }
  if (isIdentified) return { tier: 1, length: 0 }
  if (text.startsWith(typed)) return { tier: 2, length }
  return { tier: words.every((word) => text.includes(` ${word} `)) ? 3 : 4, length }
}

/** The place of an item in the list, or the list's length where it is not in it. */
async function placeOf(
  id: number,
  segments: AsyncGenerator<Segment, void, void>,
  known: Segment[],
): Promise<number> {
  let passed = 0
  for (;;) {
    const { value: segment, done } = await segments.next()
    if (done) return passed
    known.push(segment)
    const place = segment instanceof IdSet ? placeInSet(segment, id) : segment.indexOf(id)
    if (place >= 0) return passed + place
    passed += sizeOf(segment)
  }
}

/** How many items of a set are newer than this one; -1 where it is not in the set. */
function placeInSet(set: IdSet, id: number): number {
  return set.has(id) ? set.size - set.take(set.size, { past: id }).length - 1 : -1
}

async function* all(
  known: readonly Segment[],
  more: AsyncGenerator<Segment, void, void>,
): AsyncGenerator<Segment> {
  yield* known
  yield* more
}

const sizeOf = (segment: Segment) => (segment instanceof IdSet ? segment.size : segment.length)

const part = (segment: Segment, skipped: number, most: number) =>
  segment instanceof IdSet ? segment.take(most, { skipped }) : segment.slice(skipped, skipped + most)
