/** The list under any filter: what it may cost, and what its page says when counting takes too long. */
import {
  CompiledQuery,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { render } from 'preact-render-to-string'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Readers } from '../../../../src/db/engine/connection.ts'
import { recordQueries } from '../../../../src/db/engine/query-log.ts'
import type { Tables } from '../../../../src/db/schema/tables.ts'
import { noFilter, parseItemFilter } from '../../../../src/features/catalogue/items/forms/filter.ts'
import { choiceNames } from '../../../../src/features/catalogue/items/forms/choices.ts'
import type { ItemFilter } from '../../../../src/features/catalogue/items/forms/filter.ts'
import { ItemListPage } from '../../../../src/features/catalogue/items/pages/list.tsx'
import {
  browseItems,
  countItems,
  leaveOutUnknown,
  listItems,
} from '../../../../src/features/catalogue/items/queries.ts'
import type { Facets } from '../../../../src/features/catalogue/items/queries.ts'
import { readableFields } from '../../../../src/security/rights/policy.ts'
import { visitor } from '../../../../src/security/rights/viewer.ts'
import { addItems } from '../../../setup/catalogue.ts'
import { forEachEngine, opened } from '../../../setup/database.ts'
import { searchFor } from '../../../setup/search.ts'
import { hasFields, ofDomain } from '../../../setup/known-fields.ts'

const viewer = visitor(true)
const filterOf = (change: Partial<ItemFilter>): ItemFilter => ({ ...noFilter, ...change })

/** A choice of years, where items have them. */
const inYears: [string, Partial<ItemFilter>][] = hasFields('year')
  ? [['years', { fields: ofDomain({ year: { from: '1900' } }) }]]
  : []

/** A reader that is not to be asked. */
function unasked(): Kysely<Tables> {
  return new Proxy({} as Kysely<Tables>, {
    get() {
      throw new Error('This is for the other reader')
    },
  })
}

forEachEngine((database) => {
  beforeAll(async () => {
    await addItems(database(), [
      { title: 'First', type: 'Book', creators: ['Ada'], categories: ['Poetry'], year: 1900 },
      { title: 'Second', type: 'Book', creators: ['Bea'], categories: ['Poetry'] },
    ])
  })

  describe('a page of the list', () => {
    it.each<[string, Partial<ItemFilter>]>([
      ['of all items', {}],
      ['of all items in another order', { sort: 'title' }],
      ['of all items, far down', { sort: '-title', page: 100, per_page: 100 }],
      ['of all items, after one of them', { sort: 'title', after: 1 }],
      ['of one creator', { creator: [1] }],
      ['of one category, far down', { category: [1], page: 100, per_page: 100 }],
      ['of one type, before one of its items', { type: [1], before: 1 }],
    ])('%s costs what the page costs: `db` reads it', async (_, change) => {
      const readers: Readers = { db: database().db, heavy: unasked() }
      await expect(listItems(readers, filterOf(change), viewer)).resolves.toBeDefined()
    })

    it.each<[string, Partial<ItemFilter>]>([
      ['words', searchFor('first')],
      ...inYears,
      ['fifty creators, far down', { creator: range(50), page: 100, per_page: 100 }],
      ['two creators', { creator: [1, 2] }],
      ['one creator, in the order of titles', { creator: [1], sort: 'title' }],
      ['a type and a category', { type: [1], category: [1] }],
    ])('narrowed by %s may cost more: `heavy` reads it', async (_, change) => {
      const readers: Readers = { db: database().db, heavy: unasked() }
      await expect(listItems(readers, filterOf(change), viewer)).rejects.toThrow('for the other reader')
    })
  })

  it('stops counting at 10,000, but tells exactly what a counter keeps', async () => {
    const { id } = await database()
      .db.selectFrom('item_types')
      .select('id')
      .where('name', '=', 'Book')
      .executeTakeFirstOrThrow()
    await database().em().execute(`
      insert into items (title, title_key, item_type_id, created_at, updated_at)
      with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 10050)
      select 'Copy', 'copy', ${id}, '2026-01-31T12:00:00.000Z', '2026-01-31T12:00:00.000Z' from numbers`)
    const count = (change: Partial<ItemFilter>) => countItems(database(), filterOf(change), viewer)
    expect(await count(searchFor('copy'))).toEqual({ count: 10_000, isMore: true })
    expect(await count(searchFor('first'))).toEqual({ count: 1, isMore: false })
    expect(await count({})).toEqual({ count: 10_052, isMore: false })
    expect(await count({ type: [id] })).toEqual({ count: 10_052, isMore: false })
    const filter = filterOf(searchFor('copy'))
    const html = textOf(filter, {
      list: await listItems(database(), filter, viewer),
      total: await count(filter),
      facets: Object.fromEntries(choiceNames.map((name) => [name, []])) as unknown as Facets,
    })
    expect(html).toContain('10,000+ items')
    expect(html).not.toMatch(/Page \d+ of/)
  })

  it('says which of the chosen things are not there, and lists without them', async () => {
    const sent = { type: ['99'], creator: ['1', '98', '97'] }
    const { filter, notices } = await leaveOutUnknown(
      database().db,
      parseItemFilter(sent, readableFields(viewer)),
      viewer,
    )
    expect(filter).toMatchObject({ type: [], creator: [1] })
    expect(notices).toEqual([
      'There is no type with the number 99 (it may have been deleted), so it was left out.',
      'There are no creators with the numbers 98, 97 (they may have been deleted), so they were left out.',
    ])
  })
})

describe('on SQLite', () => {
  const database = opened('sqlite')
  afterEach(() => {
    vi.useRealTimers()
  })

  it('no plan looks for each type with each linked item, with statistics or without', async () => {
    const filter = filterOf({ type: [1, 2, 3], creator: range(50), category: range(50) })
    for (const statistics of [false, true]) {
      if (statistics) await database().em().execute('analyze')
      const { queries } = await recordQueries(() => browseItems(database(), filter, viewer))
      const narrowing = queries.filter(({ sql }) => sql.includes('"item_type_id" in ('))
      expect(narrowing.length).toBeGreaterThanOrEqual(3)
      for (const { sql, parameters } of narrowing) {
        const explain = CompiledQuery.raw(`explain query plan ${sql}`, [...parameters])
        const { rows } = await database().db.executeQuery<{ detail: string }>(explain)
        const details = rows.map(({ detail }) => detail).join('\n')
        expect(details).not.toMatch(/item_type_id=\? AND (id|rowid)=\?/)
        expect(details).not.toMatch(/(category_id|creator_id)=\? AND item_id=\?/)
      }
    }
  })

  it('shows the items without numbers, and says so, when counting takes too long', async () => {
    const [first = 0] = await addItems(database(), [
      { title: 'First', creators: ['Ada'], categories: ['Poetry'] },
      { title: 'Second', creators: ['Ada'], categories: ['Prose'] },
    ])
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const readers = { db: database().db, heavy: neverAnswering() }
    const filter = filterOf({ creator: [1] })
    const page = browseItems(readers, filter, viewer)
    await vi.advanceTimersByTimeAsync(2_000)
    const browsed = await page
    expect(browsed.total).toBeUndefined()
    expect(browsed.list.items.map(({ id }) => id)).toContain(first)
    const html = textOf(filter, browsed)
    expect(html).toContain('These items were not counted')
    expect(html).toContain('Poetry')
    expect(html).not.toContain('choice-count')
    expect(html).toContain('Ada')
  })
})

function textOf(filter: ItemFilter, browsed: Awaited<ReturnType<typeof browseItems>>): string {
  const readable = readableFields(viewer)
  return render(
    ItemListPage({ filter, readable, notices: [], terms: [], actions: null, mayExport: false, ...browsed }),
  )
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index + 1)
}

/** A reader that never answers. */
function neverAnswering(): Kysely<Tables> {
  const driver = new DummyDriver()
  driver.acquireConnection = () => new Promise<never>(() => undefined)
  return new Kysely({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => driver,
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  })
}
