/** One open SQLite file with its prepared statements: runs a statement at once, or reads its rows in portions. */
import type { CompiledQuery } from 'kysely'
import type { DatabaseSync } from 'node:sqlite'
import { toSqlite } from './parameters.ts'
import { withNumbers, type SqliteTable, type SqliteValues } from './rows.ts'
import { parameterNamesOf, StatementCache, type Statement } from './statements.ts'

export type SqliteQuery = Pick<CompiledQuery, 'sql' | 'parameters'>

/** What a statement answers: rows, or the number of rows it changed and the id of the last one it added. */
export interface StatementOutcome extends SqliteTable {
  numAffectedRows?: bigint
  insertId?: bigint
}

export interface ConnectionOptions {
  /** How many prepared statements are kept (256). */
  statements?: number
  /** Told each text that is prepared: for tests and measurements. */
  onPrepare?: (sql: string) => void
}

export class SqliteHandle {
  readonly #database: DatabaseSync
  readonly #statements: StatementCache

  constructor(database: DatabaseSync, { statements = 256, onPrepare }: ConnectionOptions = {}) {
    this.#database = database
    this.#statements = new StatementCache(database, statements, onPrepare)
  }

  /** As SQLite sees it: it ends a transaction by itself when, for example, the disk is full. */
  get inTransaction(): boolean {
    return this.#database.isTransaction
  }

  get inMemory(): boolean {
    return this.#database.location() === null
  }

  /** Runs one statement to its end, blocking this thread. */
  run({ sql, parameters }: SqliteQuery): StatementOutcome {
    const values = toSqlite(parameters)
    const statement = this.#statements.take(sql)
    const { prepared, reads } = statement
    try {
      if (reads) return table(statement, prepared.all(...values) as unknown as SqliteValues[])
      const { changes, lastInsertRowid } = prepared.run(...values)
      return { names: [], rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
    } finally {
      this.#statements.put(statement, values.length > 0)
    }
  }

  /** Reads the rows of one statement, up to `size` at a time. Stopping early frees the statement. */
  *read({ sql, parameters }: SqliteQuery, size: number): Generator<SqliteTable, void, void> {
    const values = toSqlite(parameters)
    const statement = this.#statements.take(sql)
    const rows = statement.prepared.iterate(...values) as unknown as IterableIterator<SqliteValues>
    let portion: SqliteValues[] = []
    try {
      for (const row of rows) {
        portion.push(row)
        if (portion.length < size) continue
        yield table(statement, portion)
        portion = []
      }
      if (portion.length > 0) yield table(statement, portion)
    } finally {
      this.#statements.put(statement, values.length > 0)
    }
  }

  close(): void {
    this.#statements.close()
    if (this.#database.isOpen) this.#database.close()
  }
}

function table({ names, prepared }: Statement, rows: SqliteValues[]): SqliteTable {
  return { names: names ?? parameterNamesOf(prepared), rows: withNumbers(rows) }
}
