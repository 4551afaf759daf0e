/** The counters say what counting would say, whoever writes and however. */
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Database, Engine, EntityManager, Reader } from '../../../src/db/engine/connection.ts'
import { countsOf, countTogether, settleCounts, topCounts, totalOf } from '../../../src/db/reading/counts.ts'
import type { Subject } from '../../../src/db/reading/counts.ts'
import { insertMany } from '../../../src/db/engine/many.ts'
import { randomFrom } from '../../../bench/generate.ts'
import { forEachEngine } from '../../setup/database.ts'

const counting: Record<Subject, string> = {
  items: 'select 0 as value, count(*) as count from items having count(*) > 0',
  creators: 'select 0 as value, count(*) as count from creators having count(*) > 0',
  type: 'select item_type_id as value, count(*) as count from items group by 1',
  category: 'select category_id as value, count(*) as count from item_categories group by 1',
  creator: 'select creator_id as value, count(*) as count from item_creators group by 1',
}
const subjects = Object.keys(counting) as Subject[]

async function expectRight({ db }: Database): Promise<void> {
  for (const subject of subjects) {
    const { rows } = await sql<{ value: number; count: number }>`${sql.raw(counting[subject])}`.execute(db)
    const byCount = rows.toSorted((a, b) => b.count - a.count || a.value - b.value)
    expect([...(await countsOf(db, subject))].sort(([a], [b]) => a - b)).toEqual(
      rows.map(({ value, count }) => [value, count]).sort(([a = 0], [b = 0]) => a - b),
    )
    expect(await topCounts(db, subject, 5)).toEqual(byCount.slice(0, 5))
  }
}

const execute = (database: Database, text: string) => database.em().execute(text)

function addItem(id: number, type: number): string {
  const at = '2026-01-31T12:00:00.000Z'
  return `insert into items (id, title, title_key, item_type_id, created_at, updated_at)
    values (${id}, 'T', 't', ${type}, '${at}', '${at}')`
}

async function addNames(database: Database, count: number): Promise<void> {
  for (const table of ['item_types', 'creators', 'categories']) {
    const values = Array.from({ length: count }, (_, i) => `(${i + 1}, 'n${i}', 'n${i}')`)
    await execute(database, `insert into ${table} (id, name, name_key) values ${values.join(', ')}`)
  }
}

/** Twenty items from this id on, each with a creator and two categories. */
async function addTogether(tx: EntityManager, engine: Engine, first: number): Promise<void> {
  const at = '2026-01-31T12:00:00.000Z'
  const ids = Array.from({ length: 20 }, (_, index) => first + index)
  const db = tx.getKysely() as unknown as Reader
  await countTogether(db, engine, { first, last: first + 19 }, async () => {
    const items = ids.map((id) => ({
      ...{ id, title: 'T', title_key: 't', item_type_id: 1 + (id % 6), created_at: at, updated_at: at },
    }))
    await insertMany(db, engine, 'items', items)
    const creators = ids.map((id) => ({ item_id: id, creator_id: 1 + (id % 3), position: 0 }))
    await insertMany(db, engine, 'item_creators', creators)
    const categories = ids.flatMap((id) => [
      { item_id: id, category_id: 1 + (id % 4), position: 0 },
      { item_id: id, category_id: 5, position: 1 },
    ])
    await insertMany(db, engine, 'item_categories', categories)
  })
}

describe('kept counts', () => {
  forEachEngine((database, engine) => {
    beforeAll(() => addNames(database(), 6))

    it('follow whatever is added, changed and deleted, one row or many', async () => {
      const random = randomFrom(7)
      const upTo = (most: number) => 1 + Math.floor(random() * most)
      for (let step = 1; step <= 120; step++) {
        const item = upTo(step)
        const link = (table: string, column: string) =>
          `insert into ${table} (item_id, ${column}, position) select id, ${upTo(6)}, 0 from items where id = ${item} on conflict do nothing`
        const choices = [
          addItem(1000 + step, upTo(6)),
          addItem(step, upTo(6)),
          `update items set item_type_id = ${upTo(6)} where id >= ${item}`,
          `update items set title = 'other' where id = ${item}`,
          `delete from items where id = ${item}`,
          link('item_creators', 'creator_id'),
          link('item_categories', 'category_id'),
          `delete from item_creators where creator_id = ${upTo(6)}`,
          `update item_categories set position = position + 1, category_id = ${upTo(6)} where item_id = ${item}`,
        ]
        await execute(database(), choices[Math.floor(random() * choices.length)] ?? '').catch(() => undefined)
        if (step % 20 === 0 && engine === 'postgresql')
          await execute(database(), 'select merge_kept_counts()')
        if (step % 10 === 0) await expectRight(database())
      }
      expect(await totalOf(database().db, 'items')).toBeGreaterThan(0)
    })

    it('are taken back with the change that they came from', async () => {
      const before = await totalOf(database().db, 'items')
      const work = database()
        .em()
        .transactional(async (tx) => {
          await tx.execute(addItem(5000, 1))
          throw new Error('never mind')
        })
      await expect(work).rejects.toThrow('never mind')
      expect(await totalOf(database().db, 'items')).toBe(before)
      await expectRight(database())
    })

    it('are the same when the changes that wait are summed up, and then none wait', async () => {
      await execute(database(), addItem(5500, 1))
      await database()
        .em()
        .transactional((tx) => settleCounts(tx.getKysely(), engine))
      await expectRight(database())
      expect(await database().db.selectFrom('kept_count_changes').selectAll().execute()).toEqual([])
    })

    it('are the same where many rows are counted together, before others that are counted one by one', async () => {
      const before = await totalOf(database().db, 'items')
      await database()
        .em()
        .transactional(async (tx) => {
          await addTogether(tx, engine, 5600)
          await tx.execute(addItem(5650, 3))
          await addTogether(tx, engine, 5700)
          await settleCounts(tx.getKysely(), engine)
        })
      await execute(database(), addItem(5750, 4))
      await execute(database(), 'delete from items where id in (5601, 5702)')
      expect(await totalOf(database().db, 'items')).toBe(before + 40)
      await expectRight(database())
    })

    it('are as before where many rows are taken back', async () => {
      const before = await totalOf(database().db, 'items')
      const work = database()
        .em()
        .transactional(async (tx) => {
          await addTogether(tx, engine, 5800)
          await addTogether(tx, engine, 5800)
        })
      await expect(work).rejects.toThrow(/unique/i)
      expect(await totalOf(database().db, 'items')).toBe(before)
      await execute(database(), addItem(5850, 4))
      await expectRight(database())
    })

    it('of an item and its links go with the item', async () => {
      await execute(database(), addItem(6000, 2))
      await execute(
        database(),
        'insert into item_creators (item_id, creator_id, position) values (6000, 2, 0)',
      )
      await execute(database(), 'delete from items')
      expect(await totalOf(database().db, 'items')).toBe(0)
      expect(await countsOf(database().db, 'creator')).toEqual(new Map())
      await expectRight(database())
    })
  })

  forEachEngine(
    (database) => {
      it('lose nothing when fifty write at once, and stop nobody', async () => {
        await addNames(database(), 6)
        const writers = Array.from({ length: 50 }, async (_, writer) => {
          for (let turn = 0; turn < 4; turn++) {
            const id = writer * 10 + turn + 1
            await database()
              .em()
              .transactional(async (tx) => {
                await tx.execute(addItem(id, 1 + (writer % 6)))
                // Each in another order: with one row for each count, some would wait for each other for ever.
                for (const creator of [1 + (writer % 6), 1 + ((writer + 3) % 6)]) {
                  await tx.execute(
                    `insert into item_creators (item_id, creator_id, position) values (${id}, ${creator}, 0)`,
                  )
                }
                if (turn === 2) await tx.execute(`update items set title = 'other' where id = ${id - 1}`)
              })
          }
        })
        await Promise.all(writers)
        expect(await totalOf(database().db, 'items')).toBe(200)
        await expectRight(database())
      })
    },
    { needsRealServer: true },
  )
})
