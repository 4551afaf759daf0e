/** The migration tool's own connection: one, for itself alone, so that a transaction holds everything it does. */
import type { PGlite } from '@electric-sql/pglite'
import type { Kysely } from 'kysely'
import { withoutPassword } from '../../../config.ts'
import { MigrationError } from '../core/errors.ts'
import type { Obstacle } from '../safety/obstacles.ts'
import type { Engine, TablesThen } from '../core/plan.ts'
import { openPglite, openPostgres } from './postgresql.ts'
import { openSqlite } from './sqlite.ts'

/** A database to migrate: its address, or (in tests) a PGlite that is already open. */
export type Target = string | { readonly pglite: PGlite }

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
  /** Told of what would be looked for in the rows before a step, where the steps are only written down: nobody looks then. */
  onObstacle?: ((obstacle: Obstacle) => void) | undefined
  /** Told what a data step says to whoever runs it. */
  onMessage?: ((line: string) => void) | undefined
  close(): Promise<void>
}

/** Opens the database. @throws MigrationError when it cannot be opened */
export async function openForMigration(target: Target): Promise<Connection> {
  if (typeof target !== 'string') return openPglite(target.pglite)
  if (target.startsWith('sqlite:')) return openSqlite(target.slice('sqlite:'.length))
  if (/^postgres(ql)?:/.test(target)) return openPostgres(target)
  throw new MigrationError(
    `DATABASE_URL must start with sqlite: or postgres:, and "${withoutPassword(target)}" does not`,
  )
}
