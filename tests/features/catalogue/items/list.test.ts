/** The list: which items, in which order, page by page, and how many queries that takes. */
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordQueries } from '../../../../src/db/engine/query-log.ts'
import { noFilter, parseItemFilter, sortsOf } from '../../../../src/features/catalogue/items/forms/filter.ts'
import type { ItemFilter } from '../../../../src/features/catalogue/items/forms/filter.ts'
import {
  countItems,
  findItem,
  listItems,
  readAround,
  readFacets,
  relatedItems,
} from '../../../../src/features/catalogue/items/queries.ts'
import { readOverview } from '../../../../src/features/home/queries.ts'
import { readableFields } from '../../../../src/security/rights/policy.ts'
import { visitor } from '../../../../src/security/rights/viewer.ts'
import { addItems } from '../../../setup/catalogue.ts'
import type { SmallItem } from '../../../setup/catalogue.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { searchFor } from '../../../setup/search.ts'
import { hasFields, ofDomain } from '../../../setup/known-fields.ts'

const viewer = visitor(true)
const readable = readableFields(viewer)

/** 70 items with many equal titles and years, so that only the id decides between them. */
const items: SmallItem[] = Array.from({ length: 70 }, (_, n) => ({
  title: ['Alpha', 'Ålpha', 'beta', 'Gamma 100%', 'δέλτα', '東京'][n % 6] ?? '',
  year: n % 7 === 0 ? null : -3 + (n % 5),
  type: n % 3 === 0 ? 'Video' : 'Book',
  creators: n % 4 === 0 ? [] : [`Creator ${n % 4}`, `Creator ${(n % 4) + 1}`],
  categories: [`Category ${n % 5}`, 'Everything'],
}))

forEachEngine((database) => {
  let ids: number[] = []
  beforeAll(async () => {
    ids = await addItems(database(), items)
  })
  const list = (change: Partial<ItemFilter>) => listItems(database(), { ...noFilter, ...change }, viewer)
  const titles = async (change: Partial<ItemFilter>) =>
    (await list({ per_page: 100, ...change })).items.map(({ title }) => title)

  it('shows the newest first, with creators and categories in their order', async () => {
    const { items: found } = await list({ per_page: 100 })
    expect(found.map(({ id }) => id)).toEqual(ids.toReversed())
    expect(found.at(-2)).toMatchObject(ofDomain({ title: 'Ålpha', type: 'Book', year: -2 }))
    expect(found.at(-2)?.creators?.map(({ name }) => name)).toEqual(['Creator 1', 'Creator 2'])
    expect(found.at(-2)?.categories?.map(({ name }) => name)).toEqual(['Category 1', 'Everything'])
  })

  it('sorts titles alike on both engines, whatever their script', async () => {
    const order = [...new Set(await titles({ sort: 'title' }))]
    expect(order.filter((title) => title !== 'Ålpha')).toEqual([
      'Alpha',
      'beta',
      'Gamma 100%',
      'δέλτα',
      '東京',
    ])
    expect(await titles({ sort: '-title' })).toEqual((await titles({ sort: 'title' })).toReversed())
  })

  it.runIf(hasFields('year'))('puts items without a year last, both ways', async () => {
    const years = async (sort: 'year' | '-year') =>
      (await list({ sort, per_page: 100 })).items.map((item) => (item as { year?: unknown }).year)
    for (const sort of ['year', '-year'] as const) {
      const found = await years(sort)
      const dated = found.filter((year) => typeof year === 'number')
      expect(found.slice(dated.length).every((year) => year === null)).toBe(true)
      expect(dated).toEqual(dated.toSorted((a, b) => (sort === 'year' ? a - b : b - a)))
    }
  })

  it.each(sortsOf(readable).filter((sort) => sort !== 'relevance'))(
    'loses and repeats nothing when one goes through the pages by %s, by number or by key, forwards and back',
    async (sort) => {
      const all = (await list({ sort, per_page: 100 })).items.map(({ id }) => id)
      const numbered: number[] = []
      for (let page = 1; ; page++) {
        const found = await list({ sort, page, per_page: 9 })
        numbered.push(...found.items.map(({ id }) => id))
        expect(found.hasBefore).toBe(page > 1)
        if (!found.hasAfter) break
      }
      expect(numbered).toEqual(all)
      const keyed: number[] = []
      let pages = await list({ sort, per_page: 9 })
      keyed.push(...pages.items.map(({ id }) => id))
      while (pages.hasAfter) {
        pages = await list({ sort, per_page: 9, after: keyed.at(-1) ?? 0 })
        keyed.push(...pages.items.map(({ id }) => id))
      }
      expect(keyed).toEqual(all)
      const back = await list({ sort, per_page: 9, before: all[20] ?? 0 })
      expect(back.items.map(({ id }) => id)).toEqual(all.slice(11, 20))
      expect(back).toMatchObject({ hasBefore: true, hasAfter: true })
      expect((await list({ sort, per_page: 9, before: all[5] ?? 0 })).hasBefore).toBe(false)
    },
  )

  it('narrows by every choice together, and counts the same', async () => {
    const [type] = await database()
      .db.selectFrom('item_types')
      .select('id')
      .where('name', '=', 'Video')
      .execute()
    const creators = await database()
      .db.selectFrom('creators')
      .select('id')
      .where('name', 'in', ['Creator 1', 'Creator 3'])
      .execute()
    const filter = {
      ...noFilter,
      type: [type?.id ?? 0],
      creator: creators.map(({ id }) => id),
      fields: ofDomain({ year: { from: '-2', to: '0' } }),
      per_page: 100,
    }
    const expected = items.filter(
      (item) =>
        item.type === 'Video' &&
        (item.creators ?? []).some((name) => ['Creator 1', 'Creator 3'].includes(name)) &&
        (!hasFields('year') || (item.year != null && item.year >= -2 && item.year <= 0)),
    )
    expect((await list(filter)).items).toHaveLength(expected.length)
    expect(await countItems(database(), filter, viewer)).toEqual({ count: expected.length })
    expect(expected.length).toBeGreaterThan(3)
  })

  it('finds every word of the search in the title, in any order, and takes % as itself', async () => {
    expect(await titles(searchFor('100% gamma'))).toHaveLength(
      items.filter(({ title }) => title === 'Gamma 100%').length,
    )
    expect(await titles(searchFor('ALPHA'))).toHaveLength(
      items.filter(({ title }) => /lpha/.test(title)).length,
    )
    expect(await titles(searchFor('京'))).not.toHaveLength(0)
    expect(await titles(searchFor(`' or 1=1 --`))).toEqual([])
  })

  it.runIf(hasFields('description', 'internal_notes'))(
    'reads the long texts only where there is a search, and only those that the viewer may read',
    async () => {
      expect((await list({})).items[0]).not.toHaveProperty('description')
      const { items: found } = await list(searchFor('alpha'))
      expect(found[0]).toHaveProperty('description')
      expect(found[0]).not.toHaveProperty('internal_notes')
    },
  )

  it('gives each facet the numbers that its choice would leave', async () => {
    const { facets: all } = await readFacets(database(), noFilter, viewer)
    expect(all.type.map(({ name, count }) => [name, count])).toEqual([
      ['Book', 46],
      ['Video', 24],
    ])
    expect(all.category[0]).toMatchObject({ name: 'Everything', count: 70, chosen: false })
    const video = all.type[1]?.id ?? 0
    const { facets: chosen } = await readFacets(
      database(),
      { ...noFilter, type: [video], ...searchFor('alpha') },
      viewer,
    )
    expect(chosen.type.find(({ id }) => id === video)).toMatchObject({ chosen: true })
    for (const value of chosen.category) {
      const { count: left } = await countItems(
        database(),
        { ...noFilter, type: [video], ...searchFor('alpha'), category: [value.id] },
        viewer,
      )
      expect(value.count).toBe(left)
    }
  })

  it('keeps a choice in its facet that would leave nothing, so that it can be taken off', async () => {
    const [category] = await database()
      .db.selectFrom('categories')
      .select('id')
      .where('name', '=', 'Category 1')
      .execute()
    const { facets } = await readFacets(
      database(),
      { ...noFilter, ...searchFor('no such title'), category: [category?.id ?? 0] },
      viewer,
    )
    expect(facets.category).toEqual([{ id: category?.id, name: 'Category 1', count: 0, chosen: true }])
  })

  it('writes its limits into the SQL: SQLite would plan a statement anew for each value of one', async () => {
    const { queries } = await recordQueries(async () => {
      for (const filter of [{}, { page: 2 }, { sort: 'title' as const }, searchFor('a')]) await list(filter)
      const item = await findItem(database().db, ids[0] ?? 0, viewer)
      if (item) await relatedItems(database().db, item, 4, viewer)
    })
    const limited = queries.map(({ sql }) => sql).filter((sql) => / limit /.test(sql))
    expect(limited.length).toBeGreaterThanOrEqual(5)
    expect(limited.filter((sql) => !/ limit \d+/.test(sql) || / limit [?$]/.test(sql))).toEqual([])
  })

  describe('the number of queries', () => {
    const count = async (work: () => Promise<unknown>) => (await recordQueries(work)).queries.length

    it('is the same for 1 item and for 50', async () => {
      const one = await count(() => list({ per_page: 1 }))
      const fifty = await count(() => list({ per_page: 50 }))
      expect(fifty).toBe(one)
      expect(one).toBeLessThanOrEqual(3)
    })

    it('is the same for an item with two links and for one with thirty', async () => {
      const [many = 0] = await addItems(database(), [
        {
          title: 'Many',
          creators: Array.from({ length: 30 }, (_, n) => `Many ${n}`),
          categories: ['Everything'],
        },
      ])
      const page = async (id: number) => {
        const item = await findItem(database().db, id, viewer)
        if (item) await relatedItems(database().db, item, 4, viewer)
      }
      expect(await count(() => page(many))).toBe(await count(() => page(ids[1] ?? 0)))
      await database().em().execute(`delete from items where id = ${many}`)
    })

    it('does not grow with the catalogue, on the front page and on a category’s own', async () => {
      const [category] = await database()
        .db.selectFrom('categories')
        .select('id')
        .where('name', '=', 'Everything')
        .execute()
      const pages = async () => [
        await count(() => readOverview(database(), viewer)),
        await count(() => readAround(database().heavy, 'category', category?.id ?? 0, viewer)),
        await count(() => readFacets(database(), noFilter, viewer)),
      ]
      const before = await pages()
      await addItems(
        database(),
        Array.from({ length: 30 }, (_, n) => ({
          title: `More ${n}`,
          creators: [`New ${n}`],
          categories: [`New ${n}`, 'Everything'],
        })),
      )
      expect(await pages()).toEqual(before)
    })
  })

  it('answers any filter without an error, and never more than it counts', async () => {
    const id = fc.integer({ min: 1, max: 200 })
    const end = fc.tuple(fc.option(fc.integer({ min: -9999, max: 9999 }), { nil: '' }).map(String))
    const filter = fc.record({
      q: fc.string({ unit: 'grapheme', maxLength: 30 }),
      type: fc.array(id, { maxLength: 3 }),
      category: fc.array(id, { maxLength: 3 }),
      creator: fc.array(id, { maxLength: 3 }),
      fields: fc
        .record({ year_from: end, year_to: end })
        .map((sent) => parseItemFilter(sent, readable).filter.fields),
      sort: fc.constantFrom(...sortsOf(readable)),
      page: fc.integer({ min: 1, max: 100 }),
      after: fc.option(id),
    })
    await fc.assert(
      fc.asyncProperty(filter, async (choice) => {
        const whole = { ...noFilter, ...choice }
        const { items: found } = await listItems(database(), whole, viewer)
        expect(found.length).toBeLessThanOrEqual((await countItems(database(), whole, viewer)).count)
      }),
      { numRuns: 40 },
    )
  })
})
