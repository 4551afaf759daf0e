/** Runs a suite of tests on SQLite and on PostgreSQL, each with a fresh database at the newest revision. */
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, beforeEach, describe } from 'vitest'
import { openDatabase, type Database, type Engine } from '../../src/db/engine/connection.ts'
import { longestWaits } from '../../src/db/engine/postgresql/dialects.ts'
import { timeouts } from '../../src/db/engine/time-limit.ts'
import { pgliteDialects } from './pglite-dialects.ts'
import { createScratch, type Scratch } from './scratch.ts'
import { serverUrl } from './server.ts'

// What a page leaves out on a busy machine would be missing in a test: here nothing is left out for being late.
Object.assign(timeouts, { needed: 40_000, optional: 40_000 })
// Nor is anybody sent away who waits for others.
Object.assign(longestWaits, { connection: 20_000, heavyConnection: 20_000, lock: 20_000 })

export interface EngineOptions {
  /** A database for each test rather than one for the suite. With PGlite that takes most of a second. */
  each?: boolean
  /** The tests need several connections at once: PGlite has one, so without a server they do not run there, and say so. */
  needsRealServer?: boolean
}

/**
 * Describes the same behaviour on both engines:
 *
 *     forEachEngine((database, engine) => {
 *       it('finds an item by its title', async () => {
 *         const { db } = database()
 *       })
 *     })
 *
 * `database()` is there while a test or a hook runs. It is closed and removed afterwards.
 */
export function forEachEngine(
  tests: (database: () => Database, engine: Engine) => void,
  options: EngineOptions = {},
): void {
  describe('on SQLite', () => {
    tests(opened('sqlite', options), 'sqlite')
  })
  if (options.needsRealServer === true && serverUrl === undefined) {
    describe.skip('on PostgreSQL (needs several connections: set TEST_POSTGRES_URL)', () => {
      tests(() => {
        throw new Error('This test needs a PostgreSQL server.')
      }, 'postgresql')
    })
    return
  }
  describe('on PostgreSQL', () => {
    tests(opened('postgresql', options), 'postgresql')
  })
}

/** The same for one engine: to be called inside a `describe`. */
export function opened(engine: Engine, options: EngineOptions = {}): () => Database {
  let scratch: Scratch | undefined
  let database: Database | undefined
  const [before, after] = options.each === true ? [beforeEach, afterEach] : [beforeAll, afterAll]
  before(async () => {
    scratch = await createScratch(engine)
    database = await openScratch(scratch)
  })
  after(async () => {
    await database?.close()
    await scratch?.remove()
    database = undefined
  })
  return () => {
    if (database === undefined)
      throw new Error('The database is there only while a test runs: call database() in the test.')
    return database
  }
}

/** Opens the three handles on a scratch database. */
export function openScratch({ target }: Scratch): Promise<Database> {
  return typeof target === 'string'
    ? openDatabase(target)
    : openDatabase('postgres://pglite', pgliteDialects(target.pglite))
}

/**
 * Starts the processes that read for `heavy`. On a busy machine that takes seconds, and a page leaves out what is not read in time.
 */
export async function startReaders({ heavy }: Pick<Database, 'heavy'>): Promise<void> {
  await Promise.all([1, 2].map(() => sql`select 1`.execute(heavy)))
}
