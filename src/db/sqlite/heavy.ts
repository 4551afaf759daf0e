/** Reads that may take long: the same Kysely dialect, with the work done in a thread of its own, read only. */
import {
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { Worker } from 'node:worker_threads'
import type { Query } from './connection.ts'
import { SharingSqliteAdapter } from './dialect.ts'
import { toSqlite } from './parameters.ts'
import { toObjects } from './rows.ts'
import { ReadingThread } from './thread.ts'

export interface HeavyOptions {
  file: string
  /** Told each thread that is started: for tests and measurements. */
  onStart?: (worker: Worker) => void
}

/** The thread starts with the first query, starts anew should it die, and ends with `destroy()`. */
export function heavyDialect({ file, onStart }: HeavyOptions): Dialect {
  // The thread may wait for a lock: nothing but itself stands still meanwhile.
  const settings = { file, open: { readOnly: true, busyTimeout: 5_000 } }
  return {
    createDriver: () => new HeavyDriver(new ReadingThread(settings, onStart)),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new SharingSqliteAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

class HeavyDriver implements Driver {
  readonly #thread: ReadingThread

  constructor(thread: ReadingThread) {
    this.#thread = thread
  }

  async init(): Promise<void> {
    // The thread starts with the first question.
  }

  async acquireConnection(): Promise<ThreadConnection> {
    return new ThreadConnection(this.#thread)
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
    await this.#thread.close()
  }
}

/** Everybody's connection in the thread. */
const SHARED = 0

interface Abortable {
  signal?: AbortSignal
}

/** What one query, stream or transaction has of the thread. All may ask at once: the thread takes their requests in order. */
class ThreadConnection implements DatabaseConnection {
  readonly #thread: ReadingThread
  #connection = SHARED

  constructor(thread: ReadingThread) {
    this.#thread = thread
  }

  /** The values are looked at here: whoever sent a wrong one is named by the error. */
  async executeQuery<R>(query: Query, options?: Abortable): Promise<QueryResult<R>> {
    const { sql } = query
    const parameters = toSqlite(query.parameters)
    const connection = this.#connection
    const answer = await this.#thread.ask({ do: 'run', connection, sql, parameters }, options?.signal)
    return { rows: toObjects(answer) as R[] }
  }

  /** The thread reads on when the consumer asks for more: a slow one costs neither memory nor anybody's turn. */
  async *streamQuery<R>(
    query: Query,
    size: number,
    options?: Abortable,
  ): AsyncIterableIterator<QueryResult<R>> {
    const { sql } = query
    const parameters = toSqlite(query.parameters)
    const cursor = this.#thread.number()
    const read = { do: 'read', connection: this.#connection, cursor, size, sql, parameters } as const
    let portion = await this.#thread.ask(read, options?.signal)
    try {
      while (!portion.done) {
        yield { rows: toObjects(portion) as R[] }
        portion = await this.#thread.ask({ do: 'next', cursor }, options?.signal)
      }
    } finally {
      if (!portion.done) this.#thread.end({ do: 'stop', cursor })
    }
  }

  /** Several reads of one and the same moment. */
  async begin(): Promise<void> {
    const connection = this.#thread.number()
    await this.#thread.ask({ do: 'begin', connection })
    this.#connection = connection
  }

  end(): void {
    if (this.#connection !== SHARED) this.#thread.end({ do: 'end', connection: this.#connection })
    this.#connection = SHARED
  }
}

function connectionOf(connection: DatabaseConnection): ThreadConnection {
  if (connection instanceof ThreadConnection) return connection
  throw new TypeError('This connection does not belong to the reading thread')
}
