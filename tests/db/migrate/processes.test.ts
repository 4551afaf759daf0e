/** Processes that start at once, and processes that are killed: each revision is applied once, whole or not at all. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { upgrade } from '../../../src/db/migrate/index.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { serverUrl } from '../../setup/server.ts'
import { MuseumDatabases, startingPoint } from './museum-database.ts'
import { expectSame, look, using } from './round-trip.ts'
import type { Stop } from './round-trip.ts'
import { workerHistory } from './worker.ts'

// Many processes on a machine that may be busy: what counts is how they end, and not when.
vi.setConfig({ testTimeout: 1_800_000 })

const kills = process.env.LONG === '1' ? 100 : 10

/** Starts a worker. `killAfter` is in milliseconds from its first word. */
function start(
  address: string,
  killAfter?: number,
): Promise<{ code: number | null; errors: string; ms: number }> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(import.meta.dirname, 'worker.ts'), address])
    let errors = ''
    let began = performance.now()
    child.stderr.on('data', (text: Buffer) => (errors += text.toString()))
    child.stdout.once('data', () => {
      began = performance.now()
      if (killAfter !== undefined) void wait(killAfter).then(() => child.kill('SIGKILL'))
    })
    child.on('close', (code) => resolve({ code, errors, ms: performance.now() - began }))
  })
}

/** The address that a process of its own can open; these tests have no PGlite. */
const addressOf = ({ target }: Scratch) => (typeof target === 'string' ? target : '')

const engines = serverUrl === undefined ? (['sqlite'] as const) : (['sqlite', 'postgresql'] as const)

describe.each(engines)('on %s', (engine) => {
  const databases = new MuseumDatabases(engine)
  let scratch: Scratch
  beforeEach(async () => {
    scratch = await databases.copy()
  })
  afterEach(() => scratch.remove())
  afterAll(() => databases.close())

  it.each([2, 4, 8])(
    '%i processes that upgrade at once apply each revision once, and all are content',
    async (count) => {
      const address = addressOf(scratch)
      const results = await Promise.all(Array.from({ length: count }, () => start(address)))
      expect(results.map(({ code, errors }) => ({ code, errors }))).toEqual(
        results.map(() => ({ code: 0, errors: '' })),
      )
      const log = await using(address, (connection) => connection.query('select what from log order by what'))
      expect(log).toEqual([{ what: 'one' }, { what: 'three' }, { what: 'two' }])
    },
  )

  if (engine === 'sqlite') {
    it('eight processes make a database that is not there yet, once', async () => {
      const fresh = await createScratch('sqlite', 'empty')
      const results = await Promise.all(Array.from({ length: 8 }, () => start(addressOf(fresh))))
      expect(results.map(({ code, errors }) => ({ code, errors }))).toEqual(
        results.map(() => ({ code: 0, errors: '' })),
      )
      const log = await using(fresh.target, (connection) => connection.query('select what from log'))
      expect(log).toHaveLength(3)
      await fresh.remove()
    })
  }

  it(`a process killed at any moment (${kills} times) leaves the database at one revision or the next`, async () => {
    const history = await workerHistory()
    const ids = [startingPoint, '9001_step', '9002_step', '9003_step']
    const stops = new Map<string, Stop>()
    const model = await databases.copy()
    for (const to of ids) {
      await upgrade(model.target, { history, to })
      stops.set(to, await look(model.target))
    }
    await model.remove()
    const whole = await databases.copy()
    const { ms } = await start(addressOf(whole))
    await whole.remove()
    for (let i = 0; i < kills; i++) {
      const victim = await databases.copy()
      await start(addressOf(victim), Math.random() * ms)
      const at = await using(victim.target, async (connection) => {
        if (engine === 'sqlite')
          expect(await connection.query('pragma integrity_check')).toEqual([{ integrity_check: 'ok' }])
        const rows = await connection.query<{ id: string }>(
          'select id from crowfoot_revisions order by id desc limit 1',
        )
        return rows[0]?.id ?? ''
      })
      const stop = stops.get(at)
      expect(stop, `killed at ${at}`).toBeDefined()
      if (stop) expectSame(await look(victim.target), stop)
      await victim.remove()
    }
  })
})

if (serverUrl === undefined) {
  it.skip('on PostgreSQL (needs several connections: set TEST_POSTGRES_URL)', () => {})
}
