/** The three handles: what a transaction sees, keeps and leaves, and who waits for whom. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Database, EntityManager, Reader } from '../../../src/db/engine/connection.ts'
import { Creator, Item, ItemCreator, ItemType } from '../../../src/db/schema/models.ts'
import { now } from '../../../src/db/schema/time.ts'
import { findItem } from '../../../src/features/catalogue/items/queries.ts'
import { visitor } from '../../../src/security/rights/viewer.ts'
import { forEachEngine } from '../../setup/database.ts'
import { ofDomain } from '../../setup/known-fields.ts'

const names = async (db: Reader) =>
  (await db.selectFrom('creators').select('name').orderBy('id').execute()).map(({ name }) => name)
const addCreator = (tx: EntityManager, name: string) =>
  tx.persist(tx.create(Creator, { name, name_key: name.toLowerCase() }))

async function addItem(database: Database): Promise<number> {
  return database.em().transactional(async (tx) => {
    const item_type = tx.create(ItemType, { name: 'Book', name_key: 'book' })
    const item = tx.create(Item, {
      title: 'A',
      title_key: 'a',
      item_type,
      created_at: now(),
      updated_at: now(),
    })
    await tx.flush()
    return item.id
  })
}

forEachEngine((database) => {
  it('lets a command read its own writes, by models and by queries, and nobody else before the end', async () => {
    await database()
      .em()
      .transactional(async (tx) => {
        addCreator(tx, 'Ada')
        await tx.flush()
        expect(await tx.findOne(Creator, { name_key: 'ada' })).not.toBeNull()
        expect(await names(tx.getKysely() as unknown as Reader)).toEqual(['Ada'])
      })
    expect(await names(database().db)).toEqual(['Ada'])
    expect(await names(database().heavy)).toEqual(['Ada'])
  })

  it('leaves nothing behind of a transaction that fails', async () => {
    const failing = database()
      .em()
      .transactional(async (tx) => {
        addCreator(tx, 'Grace')
        await tx.flush()
        throw new Error('half-way')
      })
    await expect(failing).rejects.toThrow('half-way')
    expect(await names(database().db)).toEqual(['Ada'])
  })

  it('takes back only the inner part when a transaction inside a transaction fails', async () => {
    await database()
      .em()
      .transactional(async (tx) => {
        addCreator(tx, 'Mary')
        await tx.flush()
        await expect(
          tx.transactional(async (inner) => {
            addCreator(inner, 'Ada') // the key is taken
            await inner.flush()
          }),
        ).rejects.toThrow()
        addCreator(tx, 'Joan')
        await tx.flush()
      })
    expect(await names(database().db)).toEqual(['Ada', 'Mary', 'Joan'])
  })

  it('keeps the default values of the models and gives times as ISO text', async () => {
    const id = await addItem(database())
    const row = await database()
      .db.selectFrom('items')
      .selectAll()
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    expect(row).toMatchObject({
      ...ofDomain({ description: '', internal_notes: '', year: null }),
      version: 1,
    })
    expect(row.created_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    const item = await database()
      .em()
      .findOneOrFail(Item, id, { populate: ['creators'] })
    expect(item.created_at).toBe(row.created_at)
    expect(item.creators.isInitialized()).toBe(true)
  })

  it('reads a long list row by row, on db and on heavy', async () => {
    for (const handle of [database().db, database().heavy]) {
      const seen: string[] = []
      for await (const { name } of handle.selectFrom('creators').select('name').orderBy('id').stream(2))
        seen.push(name)
      expect(seen).toEqual(['Ada', 'Mary', 'Joan'])
    }
  })

  it('keeps text as it was sent, quotation marks, percent signs, emoji and SQL included', async () => {
    const title = `'; drop table items; -- "%_\\ 😀 東京 \u202e`
    const id = await database()
      .em()
      .transactional(async (tx) => {
        const item = tx.create(Item, {
          title,
          title_key: 'x',
          item_type: 1,
          created_at: now(),
          updated_at: now(),
        })
        await tx.flush()
        return item.id
      })
    expect((await findItem(database().db, id, visitor(true)))?.title).toBe(title)
  })
})

describe('with several connections at once', () => {
  forEachEngine(
    (database) => {
      it('carries out 50 commands at once without a deadlock, and loses none', async () => {
        const id = await addItem(database())
        await database()
          .em()
          .transactional(async (tx) => {
            for (let n = 0; n < 10; n++) addCreator(tx, `Creator ${n}`)
            await tx.flush()
          })
        const one = (n: number) =>
          database()
            .em()
            .transactional(async (tx) => {
              const db = tx.getKysely() as unknown as Reader
              // Read, then write what was read: a lost update would show in the sum.
              await tx.execute(
                database().engine === 'postgresql'
                  ? `select version from items where id = ${id} for update`
                  : 'select 1',
              )
              const { version } = await db
                .selectFrom('items')
                .select('version')
                .where('id', '=', id)
                .executeTakeFirstOrThrow()
              await db
                .updateTable('items')
                .set({ version: version + 1 })
                .where('id', '=', id)
                .execute()
              addCreator(tx, `At once ${n}`)
              await tx.flush()
            })
        await Promise.all(Array.from({ length: 50 }, (_, n) => one(n)))
        const { version } = await database()
          .db.selectFrom('items')
          .select('version')
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
        expect(version).toBe(51)
        expect((await names(database().db)).filter((name) => name.startsWith('At once'))).toHaveLength(50)
      })

      it('lets reads go on while a transaction is open, as it was before', async () => {
        let whileOpen: string[] = []
        await database()
          .em()
          .transactional(async (tx) => {
            addCreator(tx, 'Not yet')
            await tx.flush()
            whileOpen = await names(database().db)
          })
        expect(whileOpen).not.toContain('Not yet')
        expect(await names(database().db)).toContain('Not yet')
      })

      it('shows an item while a slow read is under way on heavy', async () => {
        const order: string[] = []
        const slow =
          sql`with recursive n (i) as (select 1 union all select i + 1 from n where i < 3000000) select count(*) from n`
            .execute(database().heavy)
            .then(() => order.push('slow read'))
        await new Promise((resolve) => setTimeout(resolve, 20))
        for (let n = 0; n < 10; n++) await findItem(database().db, 1, visitor(true))
        order.push('ten items')
        await slow
        expect(order).toEqual(['ten items', 'slow read'])
      })

      it('links the same creators in any order from many commands at once', async () => {
        const creators = await database()
          .db.selectFrom('creators')
          .select('id')
          .orderBy('id')
          .limit(10)
          .execute()
        const link = (n: number) =>
          database()
            .em()
            .transactional(async (tx) => {
              const item = tx.create(Item, {
                title: `Linked ${n}`,
                title_key: `linked ${n}`,
                item_type: 1,
                created_at: now(),
                updated_at: now(),
              })
              const order = n % 2 === 0 ? creators : creators.toReversed()
              order.forEach(({ id }, position) => tx.create(ItemCreator, { item, creator: id, position }))
              await tx.flush()
            })
        await Promise.all(Array.from({ length: 50 }, (_, n) => link(n)))
        const { count } = await database()
          .db.selectFrom('item_creators')
          .select((eb) => eb.fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
        expect(count).toBe(500)
      })
    },
    { needsRealServer: true },
  )
})
