/** What nobody waits for is ended on the PostgreSQL server too, and not only forgotten here. */
import { sql } from 'kysely'
import { describe, expect, it, vi } from 'vitest'
import {
  ClientGoneError,
  ifInTime,
  inTime,
  TookTooLongError,
  untilAborted,
} from '../../../src/db/engine/time-limit.ts'
import { opened } from '../../setup/database.ts'
import { serverUrl } from '../../setup/server.ts'

const errorOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe.skipIf(serverUrl === undefined)('on PostgreSQL (needs a server: set TEST_POSTGRES_URL)', () => {
  const database = opened('postgresql')

  const sleep = () => sql`select pg_sleep(60)`.execute(database().heavy)
  /** How many statements are asleep. */
  const asleep = async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from pg_stat_activity
      where datname = current_database() and state = 'active' and query like '%pg_sleep(%' and pid <> pg_backend_pid()`.execute(
      database().db,
    )
    return rows[0]?.count
  }
  const expectAsleep = (count: number) =>
    vi.waitFor(async () => expect(await asleep()).toBe(count), { timeout: 5_000 })

  it('a statement ends when the client has gone, and its connection can be used again', async () => {
    const gone = new AbortController()
    const reading = errorOf(untilAborted(() => gone.signal, sleep))
    await expectAsleep(1)
    gone.abort('as the HTTP server says it')
    expect(await reading).toBeInstanceOf(ClientGoneError)
    await expectAsleep(0)
    // More often than there are connections.
    for (let time = 0; time < 5; time++)
      expect((await sql`select 1 as one`.execute(database().heavy)).rows).toEqual([{ one: 1 }])
  })

  it('a statement ends when its time is up', async () => {
    expect(await errorOf(inTime(sleep, 500))).toBeInstanceOf(TookTooLongError)
    await expectAsleep(0)
  })

  it('a statement ends, or does not begin, at whatever moment the client goes', async () => {
    for (let ticks = 0; ticks < 20; ticks++) {
      const gone = new AbortController()
      const reading = errorOf(untilAborted(() => gone.signal, sleep))
      for (let tick = 0; tick < ticks; tick++) await new Promise(setImmediate)
      gone.abort('as the HTTP server says it')
      expect(await reading).toBeInstanceOf(ClientGoneError)
    }
    await expectAsleep(0)
  })

  it('what was begun together with a read that fails ends with it', async () => {
    const fails = sql`select 1 / 0`
    const together = inTime(() => Promise.all([sleep(), fails.execute(database().heavy)]))
    expect(String(await errorOf(together))).toContain('division by zero')
    await expectAsleep(0)
  })

  it('what a page can do without leaves the connections to what it cannot do without', async () => {
    const counts = ifInTime(() => Promise.all(Array.from({ length: 5 }, sleep)), 1_500)
    const rows = inTime(() => sql`select 1 as one`.execute(database().heavy))
    expect(await counts).toBeUndefined()
    expect((await rows).rows).toEqual([{ one: 1 }])
    await expectAsleep(0)
  })

  it('a stream ends in the middle', async () => {
    const gone = new AbortController()
    const rows = sql<{
      n: number
    }>`select n, pg_sleep(case when n > 2 then 60 else 0 end) from generate_series(1, 5) as n`
    const reading = errorOf(
      untilAborted(
        () => gone.signal,
        async () => {
          const { heavy } = database()
          for await (const { rows: found } of heavy.getExecutor().stream(rows.compile(heavy), 1))
            if (found[0]?.n === 2) setTimeout(() => gone.abort('as the HTTP server says it'), 100)
        },
      ),
    )
    expect(await reading).toBeInstanceOf(ClientGoneError)
    await expectAsleep(0)
  })
})
