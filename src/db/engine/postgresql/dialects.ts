/** PostgreSQL's side of the connection: pools for the three handles, and values in the forms the project uses. */
import { PostgresDialect } from 'kysely'
import { Client, Pool, TypeOverrides } from 'pg'
import type { PoolClient, PoolConfig } from 'pg'
import Cursor from 'pg-cursor'
import type { Dialects } from '../dialects.ts'
import { DatabaseBusyError } from '../sqlite/errors.ts'

/**
 * How values of some PostgreSQL types are read, by the type's number (`select oid, typname from pg_type`).
 * Numbers of 64 bits become JavaScript numbers (counts stay far below 2^53), times become ISO 8601 in UTC, and a day stays the text that
 * it is: a Date would be midnight where the server stands.
 */
export const parsers: Record<number, (text: string) => unknown> = {
  20: Number,
  1082: String,
  1184: instantOf,
}

/** "2026-01-31 13:00:00+01" as "2026-01-31T12:00:00.000Z". A year before 1 or after 9999 stays as the server writes it. */
function instantOf(text: string): string {
  const date = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'))
  return Number.isNaN(date.getTime()) ? text : date.toISOString()
}

const types = new TypeOverrides()
for (const [oid, parse] of Object.entries(parsers)) types.setTypeParser(Number(oid), parse)

/**
 * How long to wait for a connection that others use, and for a lock that others hold, in milliseconds. As on SQLite, whoever waits is told
 * within two seconds. Counts give up sooner (time-limit.ts), and leave their connections of `heavy` to what a page cannot do without.
 */
export const longestWaits = { connection: 700, heavyConnection: 2_000, lock: 1_200 }

/** The three handles' connections. */
export function postgresDialects(url: string): Dialects {
  return {
    em: dialectOver(pool(url, { max: 10 })),
    db: dialectOver(pool(url, { max: 10, statement_timeout: 10_000 })),
    heavy: dialectOver(pool(url, { max: 3, statement_timeout: 120_000 }), longestWaits.heavyConnection),
  }
}

function pool(url: string, options: PoolConfig): Pool {
  const made = new Pool({
    connectionString: url,
    application_name: 'crowfoot',
    connectionTimeoutMillis: 5_000,
    lock_timeout: longestWaits.lock,
    types,
    ...options,
  })
  // A connection that the server drops while idle is replaced at the next query; without a listener it would end the process.
  made.on('error', () => undefined)
  made.on('connect', (client) => {
    // At once: the pool removes its own listener before `releasedWhenBroken` adds one, and an error without a listener ends the process.
    client.on('error', () => broken.add(client))
  })
  return made
}

/** Connections that the server has ended, or that broke off. */
const broken = new WeakSet<PoolClient>()

/** A dialect that takes its connections from this pool. */
function dialectOver(pool: Pool, wait = longestWaits.connection): PostgresDialect {
  let isClosing = false
  const ownPool = {
    options: pool.options,
    async connect() {
      const client = await connectTo(pool, wait)
      if (!isClosing) return client
      // Whoever asked is gone, and Kysely would never give it back: the pool would wait for it for ever.
      client.release(true)
      throw new Error('The database was closed before this query began.')
    },
    async end() {
      isClosing = true
      await pool.end()
    },
  }
  return new PostgresDialect({ pool: ownPool, controlClient: Client, cursor: Cursor })
}

/** Takes a connection from the pool. One that the server has already ended is discarded, and another is taken. */
async function connectTo(pool: Pool, wait: number): Promise<PoolClient> {
  const isTaken = pool.idleCount === 0 && pool.totalCount >= pool.options.max
  const client = await (isTaken ? withTimeout(pool.connect(), wait) : pool.connect())
  if (!broken.has(client)) return releasedWhenBroken(client)
  client.release(true)
  return connectTo(pool, wait)
}

/** Waits for a free connection, for a limited time. @throws DatabaseBusyError when none is released in time */
function withTimeout(asked: Promise<PoolClient>, wait: number): Promise<PoolClient> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new DatabaseBusyError('other requests', wait))
      asked.then((client) => client.release()).catch(() => undefined)
    }, wait)
    asked.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/**
 * A connection that goes back by itself when the server ends it while somebody has it. Kysely does not give one back whose
 * rollback failed: after a restart of the server there would be none left.
 */
function releasedWhenBroken(client: PoolClient): PoolClient {
  const releaseToPool = client.release.bind(client)
  let isReleased = false
  const release = (error?: Error | boolean) => {
    if (isReleased) return
    isReleased = true
    client.off('error', release)
    releaseToPool(error)
  }
  client.on('error', release)
  client.release = release
  return client
}
