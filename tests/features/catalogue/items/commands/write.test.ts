/** The one writer of items: a batch of changes, what becomes of each, and what a history would be told. */
import { beforeEach, describe, expect, it, vi } from 'vitest'
import type { Database } from '../../../../../src/db/engine/connection.ts'
import { searchKey } from '../../../../../src/rules/text.ts'
import type { ItemChange } from '../../../../../src/features/catalogue/items/commands/changes.ts'
import { recordChanges } from '../../../../../src/features/catalogue/items/commands/record.ts'
import { writeItems } from '../../../../../src/features/catalogue/items/commands/write.ts'
import { transaction } from '../../../../../src/security/rights/transaction.ts'
import { operator } from '../../../../../src/security/rights/viewer.ts'
import { forEachEngine } from '../../../../setup/database.ts'
import { hasFields, ofDomain } from '../../../../setup/known-fields.ts'

vi.mock(import('../../../../../src/features/catalogue/items/commands/record.ts'), () => ({
  recordChanges: vi.fn(async () => undefined),
}))

const recorded = vi.mocked(recordChanges)
const named = (...names: string[]) => names.map((name) => ({ name, key: searchKey(name) }))
const book = { name: 'Book', key: 'book' }

const write = (database: Database, ...changes: ItemChange[]) =>
  transaction(database.em(), operator, 'import.run', ({ db }) => writeItems(db, changes, operator))

const create = (title: string, more: object = {}): ItemChange => ({
  kind: 'create',
  values: { title, type: book, ...ofDomain(more) },
})

/** The creators of an item, in its order. */
async function linksOf({ db }: Database, item: number) {
  const rows = await db
    .selectFrom('item_creators')
    .innerJoin('creators', 'creators.id', 'creator_id')
    .select(['name', 'position'])
    .where('item_id', '=', item)
    .orderBy('position')
    .execute()
  return rows.map(({ name }) => name)
}

describe('a batch of changes', () => {
  forEachEngine((database) => {
    let first: number
    let second: number
    let round = 0
    const id = (name: string) => `${name}-${round}`
    beforeEach(async () => {
      round++
      const outcomes = await write(
        database(),
        create('First', { identifier: id('a'), creators: named('Ada', 'Bo', 'Cy'), year: 1900 }),
        create('Second', { identifier: id('b') }),
      )
      ;[first = 0, second = 0] = outcomes.map((outcome) => ('id' in outcome ? outcome.id : 0))
      recorded.mockClear()
    })
    const stored = (item: number) =>
      database().db.selectFrom('items').selectAll().where('id', '=', item).executeTakeFirst()

    it('is written together: some items new, some changed, some deleted', async () => {
      const [added, changed, deleted] = await write(
        database(),
        create('Third', { creators: named('Ada', `New ${round}`) }),
        { kind: 'update', id: first, values: { title: 'First, again' } },
        { kind: 'delete', id: second },
      )
      expect(changed).toEqual({ id: first, changed: true })
      expect(deleted).toEqual({ id: second, changed: true })
      const third = added && 'id' in added ? added.id : 0
      expect(await linksOf(database(), third)).toEqual(['Ada', `New ${round}`])
      expect(await stored(first)).toMatchObject({
        title: 'First, again',
        title_key: 'first, again',
        version: 2,
      })
      expect(await stored(second)).toBeUndefined()
    })

    it.runIf(hasFields('year', 'identifier'))(
      'refuses single changes with the reason, writes the others, and makes no names for those refused',
      async () => {
        const creators = named(`Left behind ${round}`)
        const outcomes = await write(
          database(),
          create('Taken', { identifier: id('A'), creators }),
          create('No type', { type: 2_147_483_647, creators }),
          { kind: 'update', id: second, version: 7, values: { title: 'Late', creators } },
          { kind: 'update', id: 2_147_483_647, values: { title: 'Nowhere', creators } },
          { kind: 'delete', id: 2_147_483_647 },
          create('Twice', { identifier: id('c') }),
          create('Twice', { identifier: id('C') }),
          { kind: 'update', id: first, values: ofDomain({ identifier: id('b') }) },
          { kind: 'update', id: first, version: 1, values: ofDomain({ year: 1901 }) },
        )
        expect(outcomes).toMatchObject([
          { refused: 'taken', field: 'identifier', existing: { id: first, title: 'First' } },
          { refused: 'type' },
          { refused: 'conflict' },
          { refused: 'gone' },
          { refused: 'gone' },
          { changed: true },
          { refused: 'taken', field: 'identifier' },
          { refused: 'taken', field: 'identifier', existing: { id: second } },
          // The change above was for the same item.
          { refused: 'conflict' },
        ])
        const { db } = database()
        const made = await db
          .selectFrom('creators')
          .select('id')
          .where('name', 'like', 'Left behind %')
          .execute()
        expect(made).toEqual([])
        expect(await stored(second)).toMatchObject({ title: 'Second', version: 1 })
      },
    )

    it('leaves an item alone that says the same already', async () => {
      const before = await stored(first)
      const [outcome] = await write(database(), {
        kind: 'update',
        id: first,
        values: { title: 'First', creators: named('ADA', 'Bo', 'Cy'), ...ofDomain({ year: 1900 }) },
      })
      expect(outcome).toEqual({ id: first, changed: false })
      expect(await stored(first)).toEqual(before)
      expect(recorded).toHaveBeenCalledExactlyOnceWith(expect.anything(), [], [])
    })

    it('puts links in a new order, and takes away those that go', async () => {
      await write(database(), { kind: 'update', id: first, values: { creators: named('Cy', 'Ada', 'Dee') } })
      expect(await linksOf(database(), first)).toEqual(['Cy', 'Ada', 'Dee'])
      await write(database(), { kind: 'update', id: first, values: { creators: [] } })
      expect(await linksOf(database(), first)).toEqual([])
    })

    it.runIf(hasFields('internal_notes'))(
      'has a date of change that does not tell when private notes changed',
      async () => {
        const before = await stored(first)
        await write(database(), { kind: 'update', id: first, values: ofDomain({ internal_notes: 'n' }) })
        expect(await stored(first)).toMatchObject({
          internal_notes: 'n',
          version: 2,
          updated_at: before?.updated_at,
        })
      },
    )

    it('is told to what keeps a history: each item before and after', async () => {
      await write(
        database(),
        create('Third', { creators: named('Ada') }),
        { kind: 'update', id: first, values: { creators: named('Bo') } },
        { kind: 'delete', id: second },
        { kind: 'update', id: 2_147_483_647, values: {} },
      )
      expect(recorded).toHaveBeenCalledOnce()
      const [, before, after] = recorded.mock.lastCall ?? []
      expect(before).toMatchObject([
        null,
        { item: { id: first, title: 'First', version: 1 }, creators: { length: 3 } },
        { item: { id: second, title: 'Second' }, creators: [] },
      ])
      expect(after).toMatchObject([
        { item: { title: 'Third', version: 1 }, creators: { length: 1 } },
        { item: { id: first, version: 2 }, creators: { length: 1 } },
        null,
      ])
      expect(await stored(after?.[0]?.item.id ?? 0)).toEqual(after?.[0]?.item)
      expect(await stored(first)).toEqual(after?.[1]?.item)
    })
  })
})
