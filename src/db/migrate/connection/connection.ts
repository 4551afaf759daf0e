/** The migration tool's own connection: one, for itself alone, so that a transaction holds everything it does. */
import type { DatabaseSync } from 'node:sqlite'
import type { Kysely } from 'kysely'
import type { Engine, TablesThen } from '../core/plan.ts'

export type Row = Record<string, unknown>

export interface Connection extends AsyncDisposable {
  readonly engine: Engine
  /** The SQLite file; undefined for one in memory and for PostgreSQL. */
  readonly file?: string
  /** Runs one statement and answers its rows. */
  query<R = Row>(sql: string, parameters?: readonly unknown[]): Promise<R[]>
  /** The rows of a query, some at a time, so that a large table does not fill the memory. On PostgreSQL only inside a transaction. */
  stream(sql: string): AsyncIterable<readonly Row[]>
  /** Kysely on this very connection: what it does is part of the same transaction. */
  readonly kysely: Kysely<TablesThen>
  /** Told of each statement that changes something, once it has run; `ms` is how long it took. */
  listener?: ((sql: string, parameters: readonly unknown[], ms: number) => void) | undefined
  /** Called with each check of the rows that comes before a step, where steps are only written down: nothing is checked then. */
  onObstacle?: ((obstacle: Obstacle) => void) | undefined
  /** Told what a data step says to whoever runs it. */
  onMessage?: ((line: string) => void) | undefined
  close(): Promise<void>
}

/** One to a SQLite file, with what only SQLite can do with it. */
export interface SqliteConnection extends Connection {
  readonly engine: 'sqlite'
  readonly database: DatabaseSync
}

/** Rows that are in the way of a step: where they are found, and what is said of them. */
export interface Obstacle {
  /** A statement that has to run first. */
  readonly before?: string
  /** The query that finds them, and the order in which they are named. */
  readonly rows: string
  readonly order: string
  /** Where nobody counted them, the number is not known. */
  readonly says: (count: number | undefined, examples: string) => string
  readonly name: (row: Row) => string
}
