/** PostgreSQL's side of the connection: pools for the three handles, and values in the forms the project uses. */
import { PostgresDialect } from 'kysely'
import { Client, DatabaseError, Pool, TypeOverrides } from 'pg'
import type { PoolClient, PoolConfig } from 'pg'
import Cursor from 'pg-cursor'
import { commitsAsynchronously } from './asynchronous-commit.ts'
import type { Dialects } from './connection.ts'
import { planOutdated } from './failures.ts'
import { keptPlans } from './prepared.ts'
import { DatabaseBusyError } from './sqlite/errors.ts'

/**
 * How values of some PostgreSQL types are read, by the type's number (`select oid, typname from pg_type`).
 * Numbers of 64 bits become JavaScript numbers (counts stay far below 2^53), times become ISO 8601 in UTC.
 */
export const parsers: Record<number, (text: string) => unknown> = {
  20: Number,
  1184: (text) => new Date(text).toISOString(),
}

const types = new TypeOverrides()
for (const [oid, parse] of Object.entries(parsers)) types.setTypeParser(Number(oid), parse)

/**
 * As on SQLite: whoever waits for others is told within two seconds, in milliseconds for a connection that others have and for a
 * lock that others hold.
 */
const longestWait = { connection: 1_000, lock: 900 }

/** The three handles' connections: `db` gets most, since nearly every request reads and few write. */
export function postgresDialects(url: string): Dialects {
  const writing = pool(url, { max: 6 })
  const writingSoon = pool(url, { max: 4, options: '-c synchronous_commit=off' })
  const reading = pool(url, { max: 10, statement_timeout: 10_000 })
  const readingLong = pool(url, { max: 3, statement_timeout: 120_000 })
  return {
    em: lending([writing, writingSoon], () => (commitsAsynchronously() ? writingSoon : writing)),
    db: lending([reading], () => reading),
    heavy: lending([readingLong], () => readingLong),
  }
}

function pool(url: string, options: PoolConfig): Pool {
  const made = new Pool({
    connectionString: url,
    application_name: 'crowfoot',
    connectionTimeoutMillis: 5_000,
    lock_timeout: longestWait.lock,
    types,
    ...options,
  })
  // A connection that the server drops while idle is replaced at the next query; without a listener it would end the process.
  made.on('error', () => undefined)
  made.on('connect', (client) => {
    // From the first moment: between the pool's own listener and that of `lent` nobody else would listen.
    client.on('error', () => broken.add(client))
    keepPlans(client)
  })
  return made
}

/** Connections that the server has ended, or that broke off. */
const broken = new WeakSet<PoolClient>()

/** @param next the pool from which the next connection is taken */
function lending(pools: Pool[], next: () => Pool): PostgresDialect {
  let isClosing = false
  const lender = {
    options: next().options,
    async connect() {
      const client = await connectTo(next())
      if (!isClosing) return client
      // Whoever asked is gone, and Kysely would never give it back: the pool would wait for it for ever.
      client.release(true)
      throw new Error('The database was closed before this query began.')
    },
    async end() {
      isClosing = true
      await Promise.all(pools.map((each) => each.end()))
    },
  }
  return new PostgresDialect({ pool: lender, controlClient: Client, cursor: Cursor })
}

/** A connection that the server ended before anybody could use it goes back, and another one is asked for. */
async function connectTo(pool: Pool): Promise<PoolClient> {
  const isTaken = pool.idleCount === 0 && pool.totalCount >= pool.options.max
  const client = await (isTaken ? soon(pool.connect()) : pool.connect())
  if (!broken.has(client)) return lent(client)
  client.release(true)
  return connectTo(pool)
}

/** The connection that somebody gives back, if that is soon. @throws DatabaseBusyError */
function soon(asked: Promise<PoolClient>): Promise<PoolClient> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      reject(new DatabaseBusyError('other requests', longestWait.connection))
      asked.then((client) => client.release()).catch(() => undefined)
    }, longestWait.connection)
    asked.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/**
 * A connection that goes back by itself when the server ends it while somebody has it. Kysely does not give one back whose
 * rollback failed: after a restart of the server there would be none left.
 */
function lent(client: PoolClient): PoolClient {
  const giveBack = client.release.bind(client)
  let isLent = true
  const release = (error?: Error | boolean) => {
    if (!isLent) return
    isLent = false
    client.off('error', release)
    giveBack(error ?? outdated.has(client))
  }
  client.on('error', release)
  client.release = release
  return client
}

/** Connections on which a table has another form than when a plan was made. */
const outdated = new WeakSet<PoolClient>()

/** Sends the queries that keep their plans under their names: the server then reads and plans each once for a connection. */
function keepPlans(client: PoolClient): void {
  type Query = (query: unknown, values?: unknown[]) => Promise<unknown>
  const query = client.query.bind(client) as Query
  const named: Query = (text, values) => {
    const name = typeof text === 'string' ? keptPlans.get(text) : undefined
    if (name === undefined) return query(text, values)
    return query({ name, text, values }).catch((error: unknown) => {
      if (error instanceof DatabaseError && error.code === planOutdated) outdated.add(client)
      throw error
    })
  }
  client.query = named as typeof client.query
}
