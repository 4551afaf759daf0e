/** Connections to a PostgreSQL server: what happens when it ends them, as it does when it restarts. */
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { isBusy } from '../../../../src/db/engine/failures.ts'
import { longestWaits, parsers } from '../../../../src/db/engine/postgresql/dialects.ts'
import type { Writer } from '../../../../src/db/engine/writer.ts'
import { opened, openScratch } from '../../../setup/database.ts'
import { createScratch } from '../../../setup/scratch.ts'
import { serverUrl } from '../../../setup/server.ts'

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

const writeTogether = <T>(em: Writer, work: (tx: Writer) => Promise<T>) =>
  em
    .getKysely()
    .transaction()
    .execute((tx) => work({ getKysely: () => tx }))

describe.skipIf(serverUrl === undefined)('on PostgreSQL (needs a server: set TEST_POSTGRES_URL)', () => {
  // What the program waits for, which is longer in other tests.
  const ofTests = { ...longestWaits }
  beforeAll(() => void Object.assign(longestWaits, { connection: 700, heavyConnection: 2_000, lock: 1_200 }))
  afterAll(() => void Object.assign(longestWaits, ofTests))
  const database = opened('postgresql')

  /** Ends every connection of the application that is at something. */
  const endAll = () =>
    sql`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`
  const types = async () => (await database().db.selectFrom('item_types').select('name').execute()).length

  it('tells those whose transaction was cut off, and keeps nothing of it', async () => {
    const { db } = database()
    const together = writeTogether(database().em(), async (tx) => {
      await tx.getKysely().insertInto('item_types').values(type('together')).execute()
      await endAll().execute(db)
      await tx.getKysely().insertInto('item_types').values(type('afterwards')).execute()
    })
    expect(isBusy(await errorOf(together))).toBe(true)
    expect(await types()).toBe(0)
  })

  it('is closed also where a query has just asked for a connection', async () => {
    const scratch = await createScratch('postgresql')
    const another = await openScratch(scratch)
    // The first query of a handle makes its connection, which takes a moment.
    const asking = errorOf(sql`select 1`.execute(another.heavy))
    await Promise.resolve()
    await another.close()
    expect(String(await asking)).toMatch(/closed|destroyed|undefined/)
    await scratch.remove()
  })

  it('has a connection for the next one, however often that happened', async () => {
    const { db } = database()
    // More often than there are connections for writing.
    for (let time = 0; time < 12; time++) {
      const transactional = database()
        .em()
        .transactional(async (tx) => {
          await tx.execute('select 1')
          await endAll().execute(db)
          await tx.execute('select 1')
        })
      const error = await errorOf(transactional)
      expect(isBusy(error)).toBe(true)
      expect(String(error)).not.toContain('timeout')
    }
  })

  it.each(['db', 'heavy'] as const)('tells those who were reading by %s', async (handle) => {
    const reading = errorOf(sql`select pg_sleep(20)`.execute(database()[handle]))
    // Until it is under way.
    const other = handle === 'db' ? database().heavy : database().db
    const busy = sql<{ n: number }>`select count(*) as n from pg_stat_activity
      where datname = current_database() and query like '%pg_sleep(20)%' and pid <> pg_backend_pid()`
    await expect.poll(async () => (await busy.execute(other)).rows[0]?.n).toBe(1)
    await endAll().execute(other)
    expect(isBusy(await reading)).toBe(true)
    await expect.poll(types).toBe(0)
  })

  it.each(['em', 'db', 'heavy'] as const)(
    'waits for a lock with %s long enough for a deadlock to be found, and less than two seconds',
    async (handle) => {
      const reader = handle === 'em' ? database().em().getKysely() : database()[handle]
      // A connection that the test before has ended may still be lent once.
      const timeout = async () =>
        (await sql<{ lock_timeout: string }>`show lock_timeout`.execute(reader)).rows
      await expect.poll(timeout).toEqual([{ lock_timeout: '1200ms' }])
    },
  )

  it('asks whoever waits for a row or a connection too long to come back', { timeout: 30_000 }, async () => {
    const [held, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    await writeTogether(database().em(), async (tx) => {
      await tx.getKysely().insertInto('item_types').values(type('held')).execute()
    })
    const holder = writeTogether(database().em(), async (tx) => {
      await tx.getKysely().updateTable('item_types').set({ description: 'held' }).execute()
      held.resolve()
      await done.promise
    })
    await held.promise
    // Twice as many as there are connections for writing.
    const waiting = Array.from({ length: 20 }, (_, number) =>
      writeTogether(database().em(), async (tx) => {
        await tx
          .getKysely()
          .updateTable('item_types')
          .set({ description: `${number}` })
          .execute()
      }),
    )
    const errors = await Promise.all(waiting.map(errorOf))
    expect(errors.filter((error) => !isBusy(error))).toEqual([])
    done.resolve()
    await holder
    // Those who gave up have left no connection behind that nobody has.
    await writeTogether(database().em(), async (tx) => {
      await tx.getKysely().updateTable('item_types').set({ description: 'afterwards' }).execute()
    })
  })
})

function type(name: string) {
  return { name, name_key: name, description: '' }
}

describe('a moment as the server writes it', () => {
  it.each([
    ['2026-01-31 13:00:00+01', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31 12:00:00.12+00', '2026-01-31T12:00:00.120Z'],
    ['2026-01-31 17:30:00.123+05:30', '2026-01-31T12:00:00.123Z'],
    ['0001-01-01 00:00:00.004+00', '0001-01-01T00:00:00.004Z'],
    ['10000-01-01 00:00:00+00', '10000-01-01 00:00:00+00'],
    ['0044-03-15 00:00:00+00 BC', '0044-03-15 00:00:00+00 BC'],
  ])('%s is read as %s', (text, read) => {
    expect(parsers[1184]?.(text)).toBe(read)
  })
})
