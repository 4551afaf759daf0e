/** Kysely's driver for a connection that somebody else opened, began and will end. */
import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely'
import { MigrationError } from '../core/errors.ts'

type Run = (sql: string, parameters: readonly unknown[]) => Promise<{ rows: unknown[]; changes?: bigint }>

export class SingleDriver implements Driver {
  readonly #run: Run

  constructor(run: Run) {
    this.#run = run
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return { executeQuery: (query) => this.#execute(query), streamQuery: () => refuse('stream') }
  }

  async #execute<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, changes } = await this.#run(query.sql, query.parameters)
    return { rows: rows as R[], ...(changes !== undefined && { numAffectedRows: changes }) }
  }

  async beginTransaction(): Promise<void> {
    refuse('begin a transaction')
  }

  async commitTransaction(): Promise<void> {
    refuse('commit')
  }

  async rollbackTransaction(): Promise<void> {
    refuse('roll back')
  }

  async releaseConnection(): Promise<void> {}

  async destroy(): Promise<void> {}
}

function refuse(what: string): never {
  throw new MigrationError(
    `a revision cannot ${what}: each one runs in a transaction of its own, and its rows come in batches`,
  )
}
