/** The searches that are measured: for each kind many addresses, of which none is asked for twice. */
import { sql } from 'kysely'
import { openDatabase } from '../src/db/engine/connection.ts'
import type { Reader } from '../src/db/engine/connection.ts'
import { topCounts } from '../src/db/reading/counts.ts'
import { paths } from '../src/paths.ts'
import { randomFrom } from './generate.ts'
import { countWords } from './search-words.ts'
import type { CountedWords } from './search-words.ts'
import { suggestionPages } from './suggestion-pages.ts'

export interface SearchKind {
  name: string
  paths: string[]
  headers?: Record<string, string>
  /** For each address the words that a plain `like` looks for. */
  like?: string[][]
  /** The same words stand in several addresses: what the search remembers of them has to be pushed out. */
  repeats?: boolean
}

export interface SearchPages {
  kinds: SearchKind[]
  /** A page of so many other words that all which is remembered is pushed out. */
  others: string
  items: string[]
}

/** Of each kind, at most. */
const most = 400
/** Pages of 24 items. */
const deep = 4_000

export async function searchPages(url: string, size: number): Promise<SearchPages> {
  const counted = countWords(size)
  const database = await openDatabase(url)
  try {
    const { db } = database
    const suggestions = (await suggestionPages(db)).map(({ name, ...page }) => ({
      ...page,
      name: `suggestions, ${name}`,
    }))
    return {
      kinds: [
        ...wordKinds(counted),
        ...(await filterKinds(db)),
        ...(await deepKinds(db, size, counted)),
        misspelt(counted),
        ...suggestions,
      ],
      others: paths.items({ q: counted.between(0.0001, 0.002).slice(-24).join(' OR ') }),
      items: Array.from({ length: 2_000 }, (_, n) => paths.item(1 + ((n * 7919) % size))),
    }
  } finally {
    await database.close()
  }
}

function wordKinds(counted: CountedWords): SearchKind[] {
  const { between, items } = counted
  const one = (name: string, words: string[], sort?: string): SearchKind => {
    const pages = Math.min(50, Math.ceil(most / words.length))
    const asked = Array.from({ length: pages }, (_, page) => words.map((q) => ({ q, page: page + 1 })))
    return {
      name,
      paths: asked.flat().map(({ q, page }) => paths.items({ q, sort, page })),
      like: asked.flat().map(({ q }) => [q]),
      repeats: pages > 1,
    }
  }
  const [some, frequent] = [between(0.045, 0.07), between(0.8, 1)]
  const half = between(0.2, 0.5)
  const pairs = half.flatMap((first, place) => half.slice(place + 1).map((second) => [first, second]))
  const phrases = items.map(({ description }) => description.split(' ').slice(3, 5).join(' '))
  return [
    one('a rare word (at most 0.15%)', between(0.0001, 0.0015).slice(0, most)),
    one('a word in 6%', some),
    one('a word in 6%, by title', some, 'title'),
    one('a word in 90%', frequent),
    one('a word in 90%, by title', frequent, 'title'),
    {
      name: 'two words, each in 20 to 50%',
      paths: pick(pairs).map((words) => paths.items({ q: words.join(' ') })),
      like: pick(pairs),
      repeats: true,
    },
    {
      name: 'a phrase',
      paths: [...new Set(phrases)].slice(0, most).map((phrase) => paths.items({ q: `"${phrase}"` })),
      like: [...new Set(phrases)].slice(0, most).map((phrase) => [phrase]),
    },
  ]
}

async function filterKinds(db: Reader): Promise<SearchKind[]> {
  const top = async (subject: 'type' | 'category' | 'creator', count: number) =>
    (await topCounts(db, subject, count)).map(({ value }) => value)
  const [types, categories, creators] = [
    await top('type', 8),
    await top('category', 100),
    await top('creator', 500),
  ]
  const random = randomFrom(3)
  const fifty = () => Array.from({ length: 50 }, () => creators[Math.floor(random() * creators.length)] ?? 1)
  const pairs = types.flatMap((type) => categories.map((category) => ({ type, category })))
  const pages = Array.from({ length: 100 }, (_, page) => page + 1)
  return [
    {
      name: 'the busiest categories',
      paths: pages.flatMap((page) =>
        categories.slice(0, 4).map((category) => paths.items({ category, page })),
      ),
    },
    { name: 'type with category', paths: pick(pairs).map((pair) => paths.items(pair)) },
    {
      name: 'fifty creators with years',
      paths: Array.from({ length: most }, (_, n) =>
        paths.items({
          creator: [...new Set(fifty())],
          year_from: 1800 + (n % 150),
          year_to: 2000 + (n % 20),
        }),
      ),
    },
    {
      name: 'no query',
      paths: pages.flatMap((page) => ['newest', 'title', '-year'].map((sort) => paths.items({ sort, page }))),
    },
  ]
}

/** As the links of a page lead on: after one item. In a small catalogue, half way down. */
async function deepKinds(db: Reader, size: number, { between, share }: CountedWords): Promise<SearchKind[]> {
  const skipped = (part: number) => Math.min((deep * 24) / part, size / 2)
  const frequent = between(0.8, 1)
  const found = await Promise.all(
    frequent.map(async (word) => {
      const { rows } = await sql<{ id: number }>`
        select id from items where id < ${Math.round(size - skipped(share(word)))}
        and lower(description) like ${`% ${word}%`} order by id desc limit 50`.execute(db)
      return rows.map(({ id }) => ({ q: word, after: id }))
    }),
  )
  const inTurn = Array.from({ length: 50 }, (_, n) => found.flatMap((each) => each[n] ?? [])).flat()
  const sorts = ['newest', 'title', '-year']
  const after = (n: number) => Math.round(size - skipped(1)) - n * 7
  return [
    {
      name: 'no query, 4,000 pages deep',
      paths: Array.from({ length: 300 }, (_, n) =>
        paths.items({ sort: sorts[n % sorts.length], after: after(n) }),
      ),
    },
    {
      name: 'a word in 90%, 4,000 pages deep',
      paths: inTurn.map((query) => paths.items(query)),
      repeats: true,
    },
  ]
}

/** Two letters exchanged, so that no word begins like that. */
function misspelt({ words, between }: CountedWords): SearchKind {
  const wrong = between(0.001, 0.2)
    .filter((word) => word.length >= 6)
    .map((word) => `${word.slice(0, 3)}${word.charAt(4)}${word.charAt(3)}${word.slice(5)}`)
    .filter((typed) => !words.some((word) => word.startsWith(typed)))
  return { name: 'a misspelt word', paths: [...new Set(wrong)].slice(0, most).map((q) => paths.items({ q })) }
}

/** So many of a list, from all over it. */
function pick<T>(list: readonly T[]): T[] {
  const step = Math.max(1, Math.floor(list.length / most))
  return list.filter((_, place) => place % step === 0).slice(0, most)
}
