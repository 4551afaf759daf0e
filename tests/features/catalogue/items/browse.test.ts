/** The list under any filter: what it may cost, and what its page says when counting takes too long. */
import { DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import { render } from 'preact-render-to-string'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Reader, Readers } from '../../../../src/db/engine/connection.ts'
import { timeouts } from '../../../../src/db/engine/time-limit.ts'
import type { Tables } from '../../../../src/db/schema/tables.ts'
import { indexChanges, itemsChanged } from '../../../../src/search/changes.ts'
import { noFilter, parseItemFilter } from '../../../../src/features/catalogue/items/forms/filter.ts'
import type { ItemFilter } from '../../../../src/features/catalogue/items/forms/filter.ts'
import { ItemListPage } from '../../../../src/features/catalogue/items/pages/list.tsx'
import {
  browseItems,
  countItems,
  leaveOutUnknown,
  listItems,
} from '../../../../src/features/catalogue/items/queries.ts'
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

  it('tells exactly how many there are, however many', async () => {
    const [first = 0] = await addItems(database(), [{ title: 'Copy', type: 'Magazine' }])
    const { item_type_id } = await database()
      .db.selectFrom('items')
      .select('item_type_id')
      .where('id', '=', first)
      .executeTakeFirstOrThrow()
    await database()
      .em()
      .transactional(async (tx) => {
        await tx.execute(`
          insert into items (title, title_key, item_type_id, created_at, updated_at)
          with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < 10050)
          select 'Copy', 'copy', ${item_type_id}, '2026-01-31T12:00:00.000Z', '2026-01-31T12:00:00.000Z' from numbers`)
        const db = tx.getKysely() as unknown as Reader
        itemsChanged(
          db,
          range(10_050).map((n) => first + n),
        )
        await indexChanges(db)
      })
    const count = (change: Partial<ItemFilter>) => countItems(database(), filterOf(change), viewer)
    expect(await count(searchFor('copy'))).toEqual({ count: 10_051 })
    expect(await count(searchFor('first'))).toEqual({ count: 1 })
    expect(await count({})).toEqual({ count: 10_053 })
    expect(await count({ type: [item_type_id] })).toEqual({ count: 10_051 })
    const filter = filterOf(searchFor('copy'))
    expect(textOf(filter, await browseItems(database(), filter, viewer))).toContain('10,051 items')
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

  it('says why a page is empty that began at an item which is gone', async () => {
    const filter = filterOf({ sort: 'title', after: 999_999 })
    expect(textOf(filter, await browseItems(database(), filter, viewer))).toContain('may have been deleted')
  })
})

describe('on SQLite', () => {
  const database = opened('sqlite')
  afterEach(() => {
    vi.useRealTimers()
  })

  it('shows the items of one creator without numbers beside the filters, when counting takes too long', async () => {
    const [first = 0] = await addItems(database(), [
      { title: 'First', creators: ['Ada'], categories: ['Poetry'] },
      { title: 'Second', creators: ['Ada'], categories: ['Prose'] },
    ])
    vi.useFakeTimers({ toFake: ['setTimeout'] })
    const readers = { db: database().db, heavy: neverAnswering() }
    const filter = filterOf({ creator: [1] })
    const page = browseItems(readers, filter, viewer)
    await vi.advanceTimersByTimeAsync(timeouts.optional + 500)
    const browsed = await page
    expect(browsed.total).toEqual({ count: 2 })
    expect(browsed.list.items.map(({ id }) => id)).toContain(first)
    const html = textOf(filter, browsed)
    expect(html).toContain('Poetry')
    expect(html).not.toContain('choice-count')
    expect(html).toContain('Ada')
  })
})

function textOf(filter: ItemFilter, browsed: Awaited<ReturnType<typeof browseItems>>): string {
  const readable = readableFields(viewer)
  return render(
    ItemListPage({ filter, readable, notices: [], terms: [], mayAdd: false, mayExport: false, ...browsed }),
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
