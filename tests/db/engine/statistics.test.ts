/** What the planners know: taken by the product itself, wherever much has changed. */
import { sql } from 'kysely'
import { describe, expect, it, vi } from 'vitest'
import type { Database, Engine, Reader } from '../../../src/db/engine/connection.ts'
import { downgrade, upgrade } from '../../../src/db/migrate/index.ts'
import { updateStatistics } from '../../../src/db/engine/statistics.ts'
import { importFile } from '../../../src/features/transfer/commands.ts'
import { searchOf } from '../../../src/search/engines/index.ts'
import { makeReady } from '../../../src/first-start.ts'
import { operator } from '../../../src/security/rights/viewer.ts'
import { forEachEngine, openScratch } from '../../setup/database.ts'
import { createScratch } from '../../setup/scratch.ts'
import { serverUrl } from '../../setup/server.ts'
import { fileOf } from '../../features/transfer/records.ts'

/** How many items the planner believes there are; undefined where it has not been told. */
async function believed(db: Reader, engine: Engine): Promise<number | undefined> {
  if (engine === 'postgresql') {
    const { rows } = await sql<{ items: number }>`
      select reltuples as items from pg_class
      where oid = 'items'::regclass and exists (select 1 from pg_stats where tablename = 'items')`.execute(db)
    return rows[0]?.items
  }
  const { rows } = await sql<{ items: number }>`
    select cast(stat as integer) as items from sqlite_stat1 where tbl = 'items' limit 1`.execute(db)
  return rows[0]?.items
}

function fileWith(items: number, from = 0): string {
  const rows = Array.from({ length: items }, (_, n) => `Title ${from + n},Book,Ada,Poetry\n`)
  return fileOf(`statistics-${from}-${items}.csv`, `title,item_type,creators,categories\n${rows.join('')}`)
}

const bringIn = (database: Database, items: number, from = 0, dryRun = false) =>
  importFile(database, fileWith(items, from), { dryRun, onDuplicate: 'skip', actor: operator })

forEachEngine(
  (database, engine) => {
    it.runIf(engine === 'postgresql' && serverUrl !== undefined)(
      'that cannot be taken now, since somebody else is at the tables, do not make an import fail that is done',
      async () => {
        const held = database().em().getKysely() as unknown as Reader
        await held.transaction().execute(async (tx) => {
          // What PostgreSQL's own vacuum holds.
          await sql`lock table items in share update exclusive mode`.execute(tx)
          expect(await bringIn(database(), 30, 5_000)).toMatchObject({ added: 30 })
        })
        await sql`delete from items`.execute(held)
      },
    )

    it('are taken after an import, and again when it has made the catalogue much larger', async () => {
      await bringIn(database(), 400)
      expect(await believed(database().db, engine)).toBe(400)
      await bringIn(database(), 50, 1_000)
      expect(await believed(database().db, engine)).toBe(400)
      await bringIn(database(), 200, 2_000)
      expect(await believed(database().db, engine)).toBe(650)
    })

    it.runIf(engine === 'postgresql')(
      'are there before the search index reads all that was imported',
      async () => {
        const search = searchOf(database().db)
        const put = search.put.bind(search)
        const known: (number | undefined)[] = []
        const spy = vi.spyOn(search, 'put').mockImplementation(async (db, ...asked) => {
          known.push(await believed(db, engine))
          await put(db, ...asked)
        })
        await bringIn(database(), 700)
        spy.mockRestore()
        expect(known).toEqual([700, 700])
      },
    )

    it.runIf(engine === 'postgresql')('of the search index are taken while it fills', async () => {
      await bringIn(database(), 4_600)
      const { db } = database()
      const { rows } = await sql`select 1 from pg_stats where tablename = 'search_documents'`.execute(db)
      expect(rows.length).toBeGreaterThan(0)
      // Nor does anybody walk past the changes that were summed up.
      const { rows: left } = await sql<{ bytes: number }>`
        select pg_relation_size('kept_count_changes') as bytes`.execute(db)
      expect(Number(left[0]?.bytes)).toBe(0)
    })

    it('are taken where there are none', async () => {
      await bringIn(database(), 300)
      await forget(database(), engine)
      expect(await believed(database().db, engine)).toBeUndefined()
      await updateStatistics(database())
      expect(await believed(database().db, engine)).toBe(300)
    })
  },
  { each: true },
)

/** As a database that was filled before the product took them. */
async function forget(database: Database, engine: Engine): Promise<void> {
  const statement =
    engine === 'sqlite'
      ? 'delete from sqlite_stat1'
      : `delete from pg_statistic where starelid = 'items'::regclass`
  await database.em().execute(statement)
}

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  it('are taken after a migration and at the start', async () => {
    const scratch = await createScratch(engine)
    let database = await openScratch(scratch)
    try {
      await bringIn(database, 300)
      await forget(database, engine)
      await database.close()
      await downgrade(scratch.target, { to: '-1' })
      await upgrade(scratch.target)
      database = await openScratch(scratch)
      expect(await believed(database.db, engine)).toBe(300)
      if (typeof scratch.target !== 'string') return
      await forget(database, engine)
      const started = await makeReady(scratch.target, () => Promise.resolve())
      expect(await believed(started.db, engine)).toBe(300)
      await started.close()
    } finally {
      await database.close()
      await scratch.remove()
    }
  })
})

describe('on SQLite', () => {
  it('reach the connections that are open already', async () => {
    const scratch = await createScratch('sqlite')
    const [here, there] = [await openScratch(scratch), await openScratch(scratch)]
    const firstLookedAt = async () => {
      const { rows } = await sql<{ detail: string }>`
        explain query plan select ours.item_id from item_creators as ours, item_categories as theirs
        where ours.item_id = theirs.item_id and ours.creator_id = 1 and theirs.category_id = 1`.execute(
        here.db,
      )
      return rows[0]?.detail
    }
    try {
      // EXPLAIN alone does not look whether the schema is still the same.
      const look = () => here.db.selectFrom('items').select('id').limit(1).execute()
      await look()
      expect(await firstLookedAt()).toContain('ours')
      // All have the same creator, and each a category of its own.
      const rows = Array.from({ length: 300 }, (_, n) => `Title ${n},Book,Ada,Category ${n}\n`)
      const file = fileOf('statistics.csv', `title,item_type,creators,categories\n${rows.join('')}`)
      await importFile(there, file, { dryRun: false, onDuplicate: 'skip', actor: operator })
      await look()
      expect(await firstLookedAt()).toContain('theirs')
    } finally {
      await Promise.all([here.close(), there.close()])
      await scratch.remove()
    }
  })
})
