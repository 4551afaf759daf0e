/** PostgreSQL's side of the connection: pools for the three handles, and values in the forms the project uses. */
import { PostgresDialect } from 'kysely'
import { Client, Pool, TypeOverrides } from 'pg'
import type { PoolClient, PoolConfig } from 'pg'
import Cursor from 'pg-cursor'
import type { Dialects } from './connection.ts'

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

/** The three handles' connections: `db` gets most, since nearly every request reads and few write. */
export function postgresDialects(url: string): Dialects {
  return {
    // As on SQLite: whoever waits for others longer than five seconds is asked to come back.
    em: pooled(url, { max: 6, lock_timeout: 5_000 }),
    db: pooled(url, { max: 10, statement_timeout: 10_000 }),
    heavy: pooled(url, { max: 3, statement_timeout: 120_000 }),
  }
}

function pooled(url: string, options: PoolConfig): PostgresDialect {
  const pool = new Pool({
    connectionString: url,
    application_name: 'crowfoot',
    connectionTimeoutMillis: 5_000,
    types,
    ...options,
  })
  // A connection that the server drops while idle is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  const lending = {
    options: pool.options,
    connect: async () => lent(await pool.connect()),
    end: () => pool.end(),
  }
  return new PostgresDialect({ pool: lending, controlClient: Client, cursor: Cursor })
}

/**
 * A connection that goes back by itself when the server ends it while somebody has it. Kysely does not give one back whose
 * rollback failed: after a restart of the server there would be none left. And nobody else listens: it would end the process.
 */
function lent(client: PoolClient): PoolClient {
  const giveBack = client.release.bind(client)
  let isLent = true
  const release = (error?: Error | boolean) => {
    if (!isLent) return
    isLent = false
    client.off('error', release)
    giveBack(error)
  }
  client.on('error', release)
  client.release = release
  return client
}
