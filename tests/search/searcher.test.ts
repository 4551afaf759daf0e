/** What a search finds, against a plain scan of the same items, on both engines. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { Searcher } from '../../src/search/searcher.ts'
import { chunksOf } from '../../src/rules/tokens.ts'
import type { WordsTerm } from '../../src/rules/search-query.ts'
import { addItems } from '../setup/catalogue.ts'
import type { SmallItem } from '../setup/catalogue.ts'
import { forEachEngine } from '../setup/database.ts'
import { hasFields } from '../setup/known-fields.ts'
import { allItems } from '../setup/search.ts'
import { scan } from './scan.ts'
import type { ScannedItem } from './scan.ts'

const small: SmallItem[] = [
  {
    title: 'The Left Hand of Darkness',
    creators: ['Ursula K. Le Guin'],
    categories: ['Science fiction'],
    year: 1969,
    identifier: '978-0-441-47812-5',
  },
  {
    title: 'Dune',
    creators: ['Frank Herbert'],
    categories: ['Science fiction'],
    year: 1965,
    identifier: '9780441013593',
    description: 'A desert planet, and spice. E-mail was unknown.',
  },
  { title: 'Dune Messiah', creators: ['Frank Herbert'], year: 1969 },
  { title: '東京物語', type: 'Video', creators: ['小津安二郎'], year: 1953 },
  { title: 'ภาษาไทย', type: 'Document', description: 'สวัสดี' },
  { title: 'Émile, ou De l’éducation', creators: ['Jean-Jacques Rousseau'], year: 1762 },
  {
    title: 'The Hitchhiker’s Guide to the Galaxy',
    creators: ['Douglas Adams'],
    year: 1979,
    internal_notes: 'zanzibar secret',
  },
  { title: 'हिन्दी व्याकरण', type: 'Document' },
  {
    title: 'On Computable Numbers',
    type: 'Document',
    identifier: '10.1112/plms/s2-42.1.230',
    creators: ['Alan Turing', 'Terry Pratchett'],
  },
  { title: 'A', description: 'a b c d' },
]

const fieldsOf = (withNotes: boolean) => [
  ...['title', 'creators', 'categories', 'item_type'],
  ...['identifier', 'description', ...(withNotes ? ['internal_notes'] : [])].filter((name) =>
    hasFields(name),
  ),
]

function scanned(item: SmallItem, id: number): ScannedItem {
  const texts = {
    title: [item.title],
    creators: item.creators ?? [],
    categories: item.categories ?? [],
    item_type: [item.type ?? 'Book'],
    identifier: item.identifier ? [item.identifier] : [],
    description: item.description ? [item.description] : [],
    internal_notes: item.internal_notes ? [item.internal_notes] : [],
  }
  return { id, texts, numbers: {} }
}

const all = { order: { key: null, descending: true }, most: 1_000 }

export function wordsTerm(typed: string, isPrefix = true): WordsTerm {
  const [chunk = { tokens: ['x'], joined: undefined }] = chunksOf(typed)
  return { kind: 'words', tokens: chunk.tokens, joined: chunk.joined, isPrefix }
}

forEachEngine((database) => {
  let items: ScannedItem[] = []
  beforeAll(async () => {
    const ids = await addItems(database(), small)
    items = small.map((item, place) => scanned(item, ids[place] ?? 0))
  })
  const find = async (term: WordsTerm, parts = ['public']) => {
    const answer = await new Searcher(database().heavy).answer({
      ...allItems,
      parts,
      query: [[term]],
      page: all,
    })
    return answer.page?.ids.toSorted((a, b) => a - b)
  }

  describe('words', () => {
    it.each<[typed: string, least: number, within?: string]>([
      ['dun', 2],
      ['guin', 1],
      ['le', 2],
      ['9780441013593', 1, 'identifier'],
      ['978-0-441-01359-3', 1, 'identifier'],
      ['0441013597', 1, 'identifier'],
      ['44101', 1, 'identifier'],
      ['東京', 0],
      ['京', 1],
      ['emile', 1],
      ['hitchhiker', 1],
      ['hitchhikers', 1],
      ['e-mail', 1, 'description'],
      ['email', 1, 'description'],
      ['हिन्', 1],
      ['zanzibar', 0],
      ['science', 2],
      ['video', 1],
      ['plms', 1, 'identifier'],
      ['s2-42', 1, 'identifier'],
      ['education', 1],
      ['leducation', 1],
      ['a', 2, 'description'],
      ['ไ', 1],
    ])('finds %s as a scan does', async (typed, least, within = 'title') => {
      const term = wordsTerm(typed)
      const found = await find(term)
      expect(found).toEqual(scan(items, term, fieldsOf(false)))
      if (hasFields(within)) expect(found?.length).toBeGreaterThanOrEqual(least)
    })

    it.runIf(hasFields('internal_notes'))('finds private notes for who may read them alone', async () => {
      expect(await find(wordsTerm('zanzibar'))).toEqual([])
      expect(await find(wordsTerm('zanzibar'), ['public', 'item_notes_read'])).toHaveLength(1)
    })

    it('finds any part of any field as a scan does', async () => {
      const texts = items.flatMap(({ texts: of }) => Object.values(of).flat())
      const words = texts.flatMap((text) => text.split(/\s+/))
      const part = fc
        .constantFrom(...words)
        .chain((word) =>
          fc
            .tuple(fc.nat(Math.max(0, word.length - 1)), fc.integer({ min: 1, max: 8 }))
            .map(([from, length]) => word.slice(from, from + length)),
        )
      await fc.assert(
        fc.asyncProperty(
          part,
          fc.boolean(),
          fc.constantFrom(undefined, ...fieldsOf(true)),
          fc.boolean(),
          async (typed, isPrefix, field, staff) => {
            if (chunksOf(typed).length === 0) return
            const term = { ...wordsTerm(typed, isPrefix), in: field }
            const parts = staff ? ['public', 'item_notes_read'] : ['public']
            expect(await find(term, parts)).toEqual(scan(items, term, fieldsOf(staff)))
          },
        ),
        { numRuns: 60 },
      )
    })
  })
})
