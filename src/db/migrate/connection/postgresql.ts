/** A PostgreSQL database opened for migrating: a server through pg, or the PGlite of a test. */
import type { PGlite, Results } from '@electric-sql/pglite'
import { Kysely } from 'kysely'
import pg from 'pg'
import { settleEncryption } from '../../engine/postgresql/address.ts'
import { forbidden, notUtf8, unreachable } from '../../engine/postgresql/open-errors.ts'
import { parsers } from '../../engine/postgresql/dialects.ts'
import { dialects } from '../ddl/create.ts'
import { MigrationError } from '../core/errors.ts'
import type { TablesThen } from '../core/plan.ts'
import type { Connection, Row } from './connection.ts'
import { SingleDriver } from './single-driver.ts'

/** Values as everywhere in the project: a count is a number, a moment is ISO 8601 text. */
const exactParsers: typeof parsers = {
  ...parsers,
  // Here an integer beyond 2^53 is a bigint: it may be the key of a row.
  [pg.types.builtins.INT8]: (text) => (Number.isSafeInteger(Number(text)) ? Number(text) : BigInt(text)),
}
const types = new pg.TypeOverrides()
for (const [oid, parse] of Object.entries(exactParsers)) types.setTypeParser(Number(oid), parse)

type Query = (sql: string, parameters: readonly unknown[]) => Promise<{ rows: Row[]; changes?: bigint }>

/**
 * @param url `postgres://user:password@host:port/database`
 * @param use `administration` is for what concerns the server: the database may have any encoding
 * @throws MigrationError
 */
export async function openPostgres(
  url: string,
  use: 'catalogue' | 'administration' = 'catalogue',
): Promise<Connection> {
  const client = await connected(url)
  if (use === 'catalogue') await checkEncoding(client, url)
  const run: Query = async (sql, parameters) => {
    try {
      // Several statements in one text have a result each.
      const [result] = [await client.query<Row>(sql, [...parameters])].flat()
      const { rows, rowCount, command } = result ?? { rows: [], rowCount: null, command: '' }
      return command === 'SELECT' || rowCount === null ? { rows } : { rows, changes: BigInt(rowCount) }
    } catch (error) {
      const message = forbidden(url, error)
      throw message === undefined ? error : new MigrationError(message, { cause: error })
    }
  }
  return connect(run, () => client.end())
}

async function connected(url: string): Promise<pg.Client> {
  try {
    const client = new pg.Client({
      connectionString: await settleEncryption(url),
      connectionTimeoutMillis: 10_000,
      application_name: 'crowfoot db',
      // If this process stops answering in the middle, others get what it had locked. Poolers refuse it.
      idle_in_transaction_session_timeout: 3_600_000,
      types,
    })
    client.on('error', () => {}) // a lost connection is reported by the statement that meets it
    await client.connect()
    await client.query("set timezone = 'UTC'; set datestyle = 'ISO, YMD'") // moments and days read alike on every machine
    return client
  } catch (error) {
    throw new MigrationError(unreachable(url, error), { cause: error })
  }
}

async function checkEncoding(client: pg.Client, url: string): Promise<void> {
  const { rows } = await client.query<{ server_encoding: string }>('show server_encoding')
  const encoding = rows[0]?.server_encoding ?? ''
  if (encoding === 'UTF8') return
  await client.end()
  throw new MigrationError(notUtf8(url, encoding))
}

/** The PGlite stays open: it belongs to the test. */
export function openPglite(pglite: PGlite): Connection {
  const run: Query = async (sql, parameters) => {
    const [result] =
      parameters.length === 0
        ? ((await pglite.exec(sql, { parsers: exactParsers })) as Results<Row>[]) // several statements in one text, as the server takes them
        : [await pglite.query<Row>(sql, [...parameters], { parsers: exactParsers })]
    const { rows, affectedRows } = result ?? { rows: [] }
    return affectedRows === undefined ? { rows } : { rows, changes: BigInt(affectedRows) }
  }
  return connect(run, async () => {})
}

function connect(query: Query, close: () => Promise<void>): Connection {
  const run: Query = async (sql, parameters) => {
    const started = performance.now()
    const answer = await query(sql, parameters)
    if (!/^\s*(select|show|with|explain|declare|fetch|close)\b/i.test(sql)) {
      connection.listener?.(sql, parameters, performance.now() - started)
    }
    return answer
  }
  let closed: Promise<void> | undefined
  const connection: Connection = {
    engine: 'postgresql',
    query: async <R>(sql: string, parameters: readonly unknown[] = []) =>
      (await run(sql, parameters)).rows as R[],
    stream: (sql) => stream(connection, sql),
    kysely: new Kysely<TablesThen>({
      dialect: { ...dialects.postgresql, createDriver: () => new SingleDriver(run) },
    }),
    close: () => (closed ??= close()),
    [Symbol.asyncDispose]: () => connection.close(),
  }
  return connection
}

async function* stream(connection: Connection, sql: string): AsyncIterable<readonly Row[]> {
  await connection.query(`declare crowfoot_rows no scroll cursor for ${sql}`)
  try {
    for (let rows = await fetch(connection); rows.length > 0; rows = await fetch(connection)) yield rows
  } finally {
    await connection.query('close crowfoot_rows')
  }
}

const fetch = (connection: Connection) => connection.query('fetch 1000 from crowfoot_rows')
