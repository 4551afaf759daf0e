/** Kysely's dialect over node:sqlite: Kysely's own SQL for SQLite, with our driver beneath it. MikroORM takes it as well. */
import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type DatabaseIntrospector,
  type Dialect,
  type Driver,
  type Kysely,
  type QueryCompiler,
} from 'kysely'
import { SqliteDriver, type SqliteDriverOptions } from './driver.ts'

export class SqliteDialect implements Dialect {
  readonly #options: SqliteDriverOptions

  constructor(options: SqliteDriverOptions) {
    this.#options = options
  }

  createDriver(): Driver {
    return new SqliteDriver(this.#options)
  }

  createQueryCompiler(): QueryCompiler {
    return new SqliteQueryCompiler()
  }

  createAdapter(): SqliteAdapter {
    return new SharingSqliteAdapter()
  }

  // Kysely's own interface says `any` here: the introspector reads SQLite's catalogue, not our tables.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  createIntrospector(db: Kysely<any>): DatabaseIntrospector {
    return new SqliteIntrospector(db)
  }
}

/** Our drivers decide themselves who uses which connection when, so Kysely need not queue in front of them. */
export class SharingSqliteAdapter extends SqliteAdapter {
  override get supportsMultipleConnections(): boolean {
    return true
  }
}
