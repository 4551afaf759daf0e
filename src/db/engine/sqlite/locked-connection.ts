/** The connection in the hands of one user, from `acquireConnection` to `releaseConnection`: Kysely's DatabaseConnection. */
import type { DatabaseConnection, QueryResult } from 'kysely'
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { whenNotBusy } from './busy.ts'
import type { StatementOutcome, SqliteQuery, SqliteHandle } from './connection.ts'
import { isWorthRetrying } from './errors.ts'
import type { Lock } from './lock.ts'
import { toObjects, type SqliteTable } from './rows.ts'

/** What the users of one driver share. */
export interface Shared {
  readonly lock: Lock
  /** How long to wait for others, in milliseconds. */
  readonly busyWait: number
  readonly connection: SqliteHandle
  readonly inTransaction: boolean
  /** Each statement is done at once, so readers need the lock only while one of them has a transaction open. */
  readonly readOnly: boolean
  /** A connection of one's own, to be closed after use; the shared one where there can be no second. */
  openAnother(): SqliteHandle
  /** Closes the shared connection, and with it ends whatever it had begun. The next use opens another. */
  discard(): void
}

export class LockedConnection implements DatabaseConnection {
  readonly #shared: Shared
  #isMine = false
  #inTransaction = false
  /** Until when it waits for others: for the connection and then for the database's own lock, both together. */
  #waitsUntil: number | undefined

  constructor(shared: Shared) {
    this.#shared = shared
  }

  /** Takes the lock if it is free, which it nearly always is: this saves a promise, and each promise costs time. */
  acquireNow(): boolean {
    if (!this.#isMine) this.#isMine = this.#shared.lock.acquireNow()
    return this.#isMine
  }

  async acquire(): Promise<void> {
    if (this.#isMine) return
    const { lock, busyWait } = this.#shared
    this.#waitsUntil = performance.now() + busyWait
    await lock.acquire(busyWait)
    this.#isMine = true
  }

  async executeQuery<R>(query: SqliteQuery): Promise<QueryResult<R>> {
    if (this.#mustTake()) await this.acquire()
    this.#assertStillInTransaction()
    const { connection } = this.#shared
    const outcome =
      runAtOnce(connection, query) ?? (await whenNotBusy(() => connection.run(query), this.#timeLeft()))
    const { names, rows, ...result } = outcome
    return { ...result, rows: toObjects({ names, rows }) as R[] }
  }

  /**
   * Outside a transaction a stream reads on a connection of its own. On the shared one everybody would have to wait for its consumer,
   * or would go on seeing the data as they were when it began.
   */
  async *streamQuery<R>(query: SqliteQuery, chunkSize: number): AsyncIterableIterator<QueryResult<R>> {
    if (!this.#isMine) await this.acquire()
    this.#assertStillInTransaction()
    const { connection: common, busyWait } = this.#shared
    const connection = this.#shared.inTransaction ? common : this.#shared.openAnother()
    if (connection !== common) this.#giveBack()
    try {
      for await (const table of portions(connection, query, chunkSize, busyWait)) {
        yield { rows: toObjects(table) as R[] }
      }
    } finally {
      if (connection !== common) connection.close()
    }
  }

  /** A transaction that may write asks for the write lock at once: one that reads first and writes later may have to fail. */
  async begin(readOnly: boolean): Promise<void> {
    await this.acquire()
    try {
      await this.executeQuery(statement(readOnly ? 'begin' : 'begin immediate'))
      this.#inTransaction = true
    } catch (error) {
      // Kysely does not release the connection of a controlled transaction that could not begin.
      this.#giveBack()
      throw error
    }
  }

  async commit(): Promise<void> {
    try {
      await this.executeQuery(statement('commit'))
    } catch (error) {
      await this.rollback()
      throw error
    }
    this.#inTransaction = false
  }

  /** Never throws: whatever has happened, the connection is outside any transaction afterwards. */
  async rollback(): Promise<void> {
    this.#inTransaction = false
    if (!this.#isMine || !this.#shared.inTransaction) return
    try {
      await this.executeQuery(statement('rollback'))
    } catch {
      this.#shared.discard()
    }
  }

  async savepoint(name: string): Promise<void> {
    await this.executeQuery(statement(`savepoint ${quoted(name)}`))
  }

  async rollbackTo(name: string): Promise<void> {
    await this.executeQuery(statement(`rollback to ${quoted(name)}`))
  }

  async releaseSavepoint(name: string): Promise<void> {
    await this.executeQuery(statement(`release ${quoted(name)}`))
  }

  async release(): Promise<void> {
    if (this.#isMine && this.#shared.inTransaction) await this.rollback()
    this.#inTransaction = false
    this.#giveBack()
  }

  #timeLeft(): number {
    const { busyWait } = this.#shared
    if (this.#inTransaction || this.#waitsUntil === undefined) return busyWait
    return Math.max(0, this.#waitsUntil - performance.now())
  }

  #mustTake(): boolean {
    return !this.#isMine && !(this.#shared.readOnly && !this.#shared.inTransaction)
  }

  #giveBack(): void {
    if (!this.#isMine) return
    this.#waitsUntil = undefined
    this.#isMine = false
    this.#shared.lock.release()
  }

  /** When, say, the disk is full, SQLite rolls back by itself; what follows would be saved piece by piece. */
  #assertStillInTransaction(): void {
    if (!this.#inTransaction || this.#shared.inTransaction) return
    throw new Error('SQLite has rolled this transaction back after an earlier error: begin it again')
  }
}

/** @returns the outcome of the query; undefined where the database is locked and the caller has to wait */
function runAtOnce(connection: SqliteHandle, query: SqliteQuery): StatementOutcome | undefined {
  try {
    return connection.run(query)
  } catch (error) {
    if (isWorthRetrying(error)) return undefined
    throw error
  }
}

/** The rows of a query in portions, with the event loop free between two of them. */
async function* portions(connection: SqliteHandle, query: SqliteQuery, size: number, busyWait: number) {
  const { rows, first } = await whenNotBusy(() => {
    const rows = connection.read(query, size)
    return { rows, first: rows.next() }
  }, busyWait)
  try {
    for (let next = first; !next.done; next = rows.next()) {
      yield next.value satisfies SqliteTable
      await yieldToEventLoop()
    }
  } finally {
    rows.return()
  }
}

function statement(sql: string): SqliteQuery {
  return { sql, parameters: [] }
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}
