/** Reads that may take long: the same Kysely dialect, with the work done by processes of their own, read only. */
import {
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { ChildProcess } from 'node:child_process'
import { currentLimit } from '../time-limit.ts'
import type { SqliteQuery } from './connection.ts'
import { SharingSqliteAdapter } from './dialect.ts'
import { toSqlite } from './parameters.ts'
import { toObjects } from './rows.ts'
import { ReaderProcesses } from './readers.ts'
import type { ReaderProcess } from './readers.ts'

export interface HeavyOptions {
  file: string
  /** Told each reader that is started: for tests and measurements. */
  onStart?: (process: ChildProcess) => void
}

/** A reader starts with the first query, starts anew should it die, and ends with `destroy()`. */
export function heavyDialect({ file, onStart }: HeavyOptions): Dialect {
  // A reader may wait for a lock: nothing but itself stands still meanwhile.
  const settings = { file, open: { readOnly: true, busyTimeout: 1_500 } }
  return {
    createDriver: () => new HeavyDriver(new ReaderProcesses(settings, onStart)),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SharingSqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

class HeavyDriver implements Driver {
  readonly #readers: ReaderProcesses

  constructor(readers: ReaderProcesses) {
    this.#readers = readers
  }

  async init(): Promise<void> {
    // The first reader starts with the first question.
  }

  async acquireConnection(): Promise<ReadingConnection> {
    return new ReadingConnection(this.#readers)
  }

  async releaseConnection(connection: DatabaseConnection): Promise<void> {
    connectionOf(connection).end()
  }

  async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connectionOf(connection).begin()
  }

  /** Nothing was written, so there is nothing to save: both ways a transaction ends are the same. */
  async commitTransaction(connection: DatabaseConnection): Promise<void> {
    connectionOf(connection).end()
  }

  async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    connectionOf(connection).end()
  }

  async destroy(): Promise<void> {
    await this.#readers.close()
  }
}

/** Everybody's connection in a reader. */
const SHARED = 0

interface Abortable {
  signal?: AbortSignal
}

/** What one query, stream or transaction has of the readers. All may ask at once: they wait in a queue. */
class ReadingConnection implements DatabaseConnection {
  readonly #readers: ReaderProcesses
  /** Where a transaction is under way. */
  #transaction: { reader: ReaderProcess; number: number } | undefined

  constructor(readers: ReaderProcesses) {
    this.#readers = readers
  }

  /** The values are looked at here: whoever sent a wrong one is named by the error. */
  async executeQuery<R>(query: SqliteQuery, options?: Abortable): Promise<QueryResult<R>> {
    const { sql } = query
    const parameters = toSqlite(query.parameters)
    const { reader, number: connection = SHARED } = this.#transaction ?? {}
    const { optional } = currentLimit()
    const request = { do: 'run', connection, sql, parameters } as const
    const answer = await this.#readers.ask(request, { reader, signal: options?.signal, optional })
    return { rows: toObjects(answer) as R[] }
  }

  /** The reader goes on when the consumer asks for more: a slow consumer costs no memory and keeps nobody waiting. */
  async *streamQuery<R>(
    query: SqliteQuery,
    size: number,
    options?: Abortable,
  ): AsyncIterableIterator<QueryResult<R>> {
    const { sql } = query
    const parameters = toSqlite(query.parameters)
    const chosen = this.#readers.choose()
    const cursor = chosen.number
    const reader = this.#transaction?.reader ?? chosen.reader
    const asking = { reader, signal: options?.signal }
    const connection = this.#transaction?.number ?? SHARED
    let portion = await this.#readers.ask({ do: 'read', connection, cursor, size, sql, parameters }, asking)
    try {
      while (!portion.done) {
        yield { rows: toObjects(portion) as R[] }
        portion = await this.#readers.ask({ do: 'next', cursor }, asking)
      }
    } finally {
      if (!portion.done) this.#readers.end({ do: 'stop', cursor }, reader)
    }
  }

  /** Several reads of one and the same moment. */
  async begin(): Promise<void> {
    const { reader, number } = this.#readers.choose()
    await this.#readers.ask({ do: 'begin', connection: number }, { reader })
    this.#transaction = { reader, number }
  }

  end(): void {
    const transaction = this.#transaction
    this.#transaction = undefined
    if (transaction) this.#readers.end({ do: 'end', connection: transaction.number }, transaction.reader)
  }
}

function connectionOf(connection: DatabaseConnection): ReadingConnection {
  if (connection instanceof ReadingConnection) return connection
  throw new TypeError('This connection does not belong to the readers')
}
