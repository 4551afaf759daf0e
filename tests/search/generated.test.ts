/**
 * Hundreds of searches as people might type them, over real records: both engines find what a plain scan finds. And a known record is found
 * by what a person would type for it.
 */
import path from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { projectRoot } from '../../src/config.ts'
import type { Database } from '../../src/db/engine/connection.ts'
import { noFilter, parseItemFilter } from '../../src/features/catalogue/items/forms/filter.ts'
import { parseSearch } from '../../src/features/catalogue/items/forms/query.ts'
import { browseItems } from '../../src/features/catalogue/items/queries.ts'
import { searchItems } from '../../src/features/catalogue/items/queries/search.ts'
import { addSample, importFile } from '../../src/features/transfer/commands.ts'
import { readSample } from '../../src/features/transfer/queries.ts'
import { writerOf } from '../../src/db/engine/writer.ts'
import type { SearchQuery, Term } from '../../src/rules/search-query.ts'
import { readItemsToScan } from './read-items.ts'
import { readableFields } from '../../src/security/rights/policy.ts'
import { transaction } from '../../src/security/rights/transaction.ts'
import { operator, visitor } from '../../src/security/rights/viewer.ts'
import { randomFrom } from '../../bench/generate.ts'
import { forEachEngine } from '../setup/database.ts'
import { hasFields } from '../setup/known-fields.ts'
import { museumFile } from '../setup/museum-records.ts'
import { scan } from './scan.ts'
import type { ScannedItem } from './scan.ts'

const long = process.env.LONG === '1'
const viewer = visitor(true)
const readable = readableFields(viewer)
const fields = ['title', 'creators', 'categories', 'item_type', 'identifier', 'description']

/** The museum's records where they are at hand, else the sample library. */
async function fill(database: Database): Promise<void> {
  const file = museumFile(long ? 'carnegie_clean.csv' : 'carnegie_sample_200.csv')
  if (file !== undefined) {
    await importFile(database, file, { dryRun: false, onDuplicate: 'skip', actor: operator })
    return
  }
  const sample = await readSample(path.join(projectRoot, 'samples', 'library'))
  await transaction(database.em(), operator, 'import.run', ({ db }) =>
    addSample(writerOf(db), database.engine, sample, operator),
  )
}

/** Which items a search finds, looked for one after the other. */
function foundBy(items: readonly ScannedItem[], query: SearchQuery): number[] {
  const holds = (term: Term): Set<number> => {
    const ids =
      term.kind === 'words'
        ? scan(items, term, fields)
        : term.kind === 'id'
          ? [term.id]
          : items.filter((item) => isInRange(item, term.name, term.choice as Ends)).map(({ id }) => id)
    return new Set(term.not ? items.map(({ id }) => id).filter((id) => !ids.includes(id)) : ids)
  }
  const groups = query.map((terms) => terms.map(holds))
  return items.map(({ id }) => id).filter((id) => groups.every((group) => group.some((ids) => ids.has(id))))
}

interface Ends {
  from?: string
  to?: string
}

function isInRange({ numbers }: ScannedItem, name: string, { from, to }: Ends): boolean {
  const value = numbers[name]
  return (
    value !== undefined &&
    (from === undefined || value >= Number(from)) &&
    (to === undefined || value <= Number(to))
  )
}

/** What a person might type: words of records, whole or cut, in every form that the search box understands. */
function typedSearches(items: readonly ScannedItem[], count: number): string[] {
  const random = randomFrom(7)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T
  const text = () => {
    const field = pick(fields)
    return pick(pick(items).texts[field] ?? []) ?? pick(items).texts['title']?.[0] ?? 'x'
  }
  const word = () => pick(text().split(/\s+/))
  const cut = (each: string) => each.slice(0, Math.max(1, Math.ceil(each.length * random())))
  const run = () => {
    const words = text().split(/\s+/)
    const from = Math.floor(random() * words.length)
    return words
      .slice(from, from + 1 + Math.floor(random() * 3))
      .join(' ')
      .replaceAll('"', '')
  }
  const code = () => {
    const [identifier = '1'] = pick(items).texts['identifier'] ?? []
    return identifier.slice(Math.floor(random() * 3))
  }
  const forms: (() => string)[] = [
    word,
    () => cut(word()),
    () => `${cut(word())} ${word()}`,
    () => `"${run()}"`,
    () => `${word()} -${word()}`,
    () => `${word()} OR ${word()}`,
    () => `${cut(word())} OR "${run()}" ${cut(word())}`,
    () => `creator:${cut(pick(pick(items).texts['creators'] ?? ['x']) ?? 'x').split(/[\s,]/)[0] ?? 'x'}`,
    () => `type:"${pick(pick(items).texts['item_type'] ?? ['x'])}" ${cut(word())}`,
    () => `title:${word()} category:${cut(word())}`,
    () => `-title:${cut(word())} ${word()}`,
    () => `id:${pick(items).id}`,
    code,
    () => code().replace(/[^\p{L}\p{N}]/gu, ''),
    () => word().normalize('NFD').toUpperCase(),
    () => cut(word()).replace(/[aeiou]/, (letter) => `${letter}\u0301`),
    ...(hasFields('year')
      ? [
          () =>
            `year:${1800 + Math.floor(random() * 150)}..${1900 + Math.floor(random() * 100)} ${cut(word())}`,
        ]
      : []),
  ]
  return Array.from({ length: count }, (_, place) => (forms[place % forms.length] as () => string)())
}

forEachEngine((database) => {
  let items: ScannedItem[] = []
  beforeAll(async () => {
    await fill(database())
    items = await readItemsToScan(database().db, fields)
  }, 600_000)

  it('finds what a plain scan finds', async () => {
    const searches = typedSearches(items, long ? 500 : 170)
    let hits = 0
    for (const q of searches) {
      const { query } = parseSearch(q, readable)
      const filter = { ...noFilter, q, query, sort: 'newest', per_page: 1_000_000 }
      const { page } = await searchItems(database(), filter, viewer, { page: true })
      const expected = foundBy(items, query)
      expect(
        page?.ids.toSorted((a, b) => a - b),
        q,
      ).toEqual(expected)
      hits += expected.length
    }
    // They were no searches for nothing.
    expect(hits).toBeGreaterThan(searches.length)
  }, 600_000)

  describe('a known record', () => {
    it('is among the first ten for what a person would type, in 95 of 100 cases', async () => {
      const missed: string[] = []
      const judged = judgedSearches(items, 200)
      for (const { q, id } of judged) {
        const { filter } = parseItemFilter({ q: [q] }, readable)
        const { list, offers } = await browseItems(database(), filter, viewer)
        // A misspelt word finds what its nearest spelling finds.
        const shown = list.items.length > 0 ? list.items : (offers?.instead?.items ?? [])
        if (!shown.slice(0, 10).some((item) => item.id === id)) missed.push(`${q} (${id})`)
      }
      expect(missed.length, missed.join('; ')).toBeLessThanOrEqual(judged.length * 0.05)
    }, 600_000)
  })
})

/** A record that can be told from others, and a person's words for it. */
function judgedSearches(items: readonly ScannedItem[], count: number): { q: string; id: number }[] {
  const random = randomFrom(11)
  const titles = Map.groupBy(items, ({ texts }) => texts['title']?.[0]?.toLowerCase())
  const known = items.filter(({ texts }) => {
    const title = texts['title']?.[0] ?? ''
    return (
      titles.get(title.toLowerCase())?.length === 1 &&
      title.split(/\s+/).length >= 2 &&
      (texts['creators'] ?? []).length > 0
    )
  })
  const wordsIn = (text: string) => text.match(/[\p{L}\p{N}]{3,}/gu) ?? []
  const longest = (words: readonly string[]) => words.toSorted((a, b) => b.length - a.length)
  const surname = (name: string) =>
    wordsIn(name.includes(',') ? (name.split(',')[0] ?? '') : name).at(-1) ?? name
  const forms: ((title: string, creator: string, identifier: string | undefined) => string)[] = [
    (title) => wordsIn(title).slice(0, 4).join(' '),
    (title, creator) => `${surname(creator)} ${longest(wordsIn(title)).slice(0, 2).join(' ')}`,
    (title) => misspell(wordsIn(title).slice(0, 4), random),
    (title) => wordsIn(title.normalize('NFD').replace(/\p{M}/gu, '')).slice(0, 5).join(' ').toLowerCase(),
    (title, _, identifier) => identifier ?? title,
    (title, _, identifier) => identifier?.replace(/[^\p{L}\p{N}]/gu, '') ?? title,
  ]
  return Array.from({ length: count }, (_, place) => {
    const item = known[Math.floor(random() * known.length)] as ScannedItem
    const [title = ''] = item.texts['title'] ?? []
    const [creator = ''] = item.texts['creators'] ?? []
    const form = forms[place % forms.length] as (typeof forms)[number]
    return { q: form(title, creator, item.texts['identifier']?.[0]), id: item.id }
  })
}

/** Two letters of the longest word exchanged, as it happens when one types. */
function misspell(words: readonly string[], random: () => number): string {
  const longest = words.toSorted((a, b) => b.length - a.length)[0] ?? ''
  const at = 1 + Math.floor(random() * Math.max(1, longest.length - 2))
  const wrong = longest.slice(0, at) + (longest[at + 1] ?? '') + (longest[at] ?? '') + longest.slice(at + 2)
  return words.map((word) => (word === longest ? wrong : word)).join(' ')
}
