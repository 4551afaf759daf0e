/** A SQLite file opened for migrating, through node:sqlite. */
import { DatabaseSync } from 'node:sqlite'
import type { SQLInputValue, StatementSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import { Kysely } from 'kysely'
import { DatabaseOpenError } from '../../engine/sqlite/open-errors.ts'
import { openSqlite as openFile } from '../../engine/sqlite/open.ts'
import { dialects } from '../ddl/create.ts'
import { MigrationError } from '../core/errors.ts'
import type { TablesThen } from '../core/plan.ts'
import { closeSnapshotsToOthers } from '../snapshots/snapshot.ts'
import { sqlTokensOf } from '../sqlite/tokens.ts'
import type { Row, SqliteConnection } from './connection.ts'
import { SingleDriver } from './single-driver.ts'

const batchSize = 1000

/** How long another process may hold the file before this one gives up, in milliseconds. */
const longestWait = 8_000

/**
 * @param file the path, or `:memory:`; a file that does not exist is made
 * @throws MigrationError when it is not ours, damaged, out of reach, or held by another program
 */
export async function openSqliteForMigration(file: string): Promise<SqliteConnection> {
  if (file === ':memory:') return connect(new DatabaseSync(file), file)
  const end = Date.now() + longestWait
  for (;;) {
    try {
      // Hardly any busy timeout: its wait would block the event loop. The runner waits and tries again instead.
      const database = openFile(file, { create: true, busyTimeout: 5 })
      // What an index build sorts goes to a file: a large table must not fill the memory.
      database.exec('pragma temp_store = file')
      closeSnapshotsToOthers(file)
      return connect(database, file)
    } catch (error) {
      if (!(error instanceof DatabaseOpenError)) throw error
      if (error.code !== 'locked' || Date.now() > end)
        throw new MigrationError(error.message, { cause: error })
    }
    await wait(20 + Math.random() * 30)
  }
}

function connect(database: DatabaseSync, file: string): SqliteConnection {
  const connection: SqliteConnection = {
    engine: 'sqlite',
    ...(file !== ':memory:' && { file }),
    database,
    query: async <R>(sql: string, parameters: readonly unknown[] = []) =>
      run(connection, sql, parameters).rows as R[],
    stream: (sql) => stream(database, sql),
    kysely: new Kysely<TablesThen>({
      dialect: {
        ...dialects.sqlite,
        createDriver: () => new SingleDriver(async (sql, parameters) => run(connection, sql, parameters)),
      },
    }),
    close: async () => {
      if (database.isOpen) database.close()
    },
    [Symbol.asyncDispose]: () => connection.close(),
  }
  return connection
}

async function* stream(database: DatabaseSync, sql: string): AsyncIterable<readonly Row[]> {
  let batch: Row[] = []
  const statement = database.prepare(sql)
  statement.setReadBigInts(true)
  for (const row of statement.iterate()) {
    batch.push(withNumbers(row))
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  yield batch
}

function run(
  connection: SqliteConnection,
  sql: string,
  parameters: readonly unknown[],
): { rows: Row[]; changes?: bigint } {
  const started = performance.now()
  const statement = connection.database.prepare(sql)
  // SQLite prepares the first statement of a text and leaves the others to whoever asks for them.
  const others = sql.slice(statement.sourceSQL.length)
  if (parameters.length > 0 && sqlTokensOf(others).some(({ text }) => text !== ';'))
    throw new MigrationError('several statements at once take no parameters: run them one by one')
  const answer = step(statement, parameters.map(toSqlite))
  connection.database.exec(others)
  if (answer.changes !== undefined || !/^\s*(select|pragma|with|explain)\b/i.test(sql)) {
    connection.listener?.(sql, parameters, performance.now() - started)
  }
  return answer
}

function step(statement: StatementSync, parameters: SQLInputValue[]): { rows: Row[]; changes?: bigint } {
  // A statement with columns answers rows (also `insert ... returning`); any other says how many it changed.
  if (statement.columns().length > 0) {
    statement.setReadBigInts(true)
    return { rows: statement.all(...parameters).map(withNumbers) }
  }
  return { rows: [], changes: BigInt(statement.run(...parameters).changes) }
}

/** SQLite knows neither booleans nor dates: they are 0 and 1, and ISO 8601 text. */
function toSqlite(value: unknown): SQLInputValue {
  if (typeof value === 'boolean') return value ? 1 : 0
  if (value instanceof Date) return value.toISOString()
  if (value === undefined) return null
  return value as SQLInputValue
}

/** Integers that a number can hold become numbers; larger ones stay bigints: node:sqlite refuses to read them as numbers. */
function withNumbers(row: Row): Row {
  for (const name in row) {
    const value = row[name]
    if (typeof value === 'bigint' && Number.isSafeInteger(Number(value))) row[name] = Number(value)
  }
  return row
}
