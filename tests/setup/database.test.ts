/** The databases that tests get: migrated, their own, and gone afterwards. */
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import type { Database } from '../../src/db/engine/connection.ts'
import { createScratch } from './scratch.ts'
import { forEachEngine, openScratch } from './database.ts'

/** `db` and `heavy` only read; what is written goes through `em`. */
async function addCategory(database: Database, name: string): Promise<void> {
  await database
    .em()
    .execute("insert into categories (name, name_key, description) values (?, ?, '')", [name, name])
}

forEachEngine((database, engine) => {
  it('has the tables of the newest revision and the engine it says', async () => {
    expect(database().engine).toBe(engine)
    expect(await database().db.selectFrom('items').selectAll().execute()).toEqual([])
  })

  it('keeps what an earlier test of the suite wrote', async () => {
    await addCategory(database(), 'poetry')
    expect(await database().heavy.selectFrom('categories').select('name').execute()).toEqual([
      { name: 'poetry' },
    ])
  })

  it('shares nothing with another database of the same run', async () => {
    const other = await createScratch(engine)
    const opened = await openScratch(other)
    expect(await opened.db.selectFrom('categories').selectAll().execute()).toEqual([])
    await opened.close()
    await other.remove()
  })
})

describe('with a database for each test', () => {
  forEachEngine(
    (database) => {
      it.each([1, 2])('finds it fresh (%i)', async () => {
        await addCategory(database(), 'a')
        expect(await database().db.selectFrom('categories').select('name').execute()).toHaveLength(1)
      })
    },
    { each: true },
  )
})

forEachEngine(
  (database, engine) => {
    it('has several connections, so that a transaction is not seen from outside until it is done', async () => {
      const count = sql<{ n: number }>`select count(*) as n from categories`
      const before = await count.execute(database().db)
      await database()
        .em()
        .transactional(async (tx) => {
          await tx.execute("insert into categories (name, name_key, description) values ('b', 'b', '')")
          expect((await count.execute(database().db)).rows).toEqual(before.rows)
        })
      expect((await count.execute(database().db)).rows).not.toEqual(before.rows)
      expect(database().engine).toBe(engine)
    })
  },
  { needsRealServer: true },
)
