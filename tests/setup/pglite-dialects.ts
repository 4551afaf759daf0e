/** The three handles over one PGlite instance: PostgreSQL's own code in WebAssembly, for tests without a server. */
import type { PGlite } from '@electric-sql/pglite'
import { PGliteDialect, PGliteDriver } from 'kysely'
import type { CompiledQuery, DatabaseConnection, Driver } from 'kysely'
import type { Dialects } from '../../src/db/engine/dialects.ts'

/** `pglite` must have been made with `parsers` of src/db/engine/postgresql/dialects.ts. It belongs to the caller: closing a handle leaves it open. */
export function pgliteDialects(pglite: PGlite): Dialects {
  return { em: new SharedDialect(pglite), db: new SharedDialect(pglite), heavy: new SharedDialect(pglite) }
}

class SharedDialect extends PGliteDialect {
  readonly #pglite: PGlite

  constructor(pglite: PGlite) {
    super({ pglite })
    this.#pglite = pglite
  }

  override createDriver(): Driver {
    return new SerialDriver({ pglite: this.#pglite })
  }
}

/** PGlite has one connection, and Kysely's driver would hand it to two transactions at once: here they take turns. */
class SerialDriver extends PGliteDriver {
  #last: Promise<void> = Promise.resolve()
  #release: () => void = () => undefined

  override async acquireConnection(): Promise<DatabaseConnection> {
    const before = this.#last
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#last = promise
    await before
    this.#release = resolve
    const connection = await super.acquireConnection()
    // PGlite reads all rows at once; for a test's few rows one portion of all is a stream.
    connection.streamQuery = async function* (query: CompiledQuery) {
      yield await connection.executeQuery(query)
    } as DatabaseConnection['streamQuery']
    return connection
  }

  override async releaseConnection(): Promise<void> {
    this.#release()
    await Promise.resolve()
  }

  override async destroy(): Promise<void> {
    await Promise.resolve()
  }
}
