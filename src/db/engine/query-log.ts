/** Records the queries that one piece of work sends: what the SQL inspector shows and what tests count. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { DatabaseConnection, Dialect, Driver } from 'kysely'

export interface RecordedQuery {
  sql: string
  parameters: readonly unknown[]
  /** Milliseconds from sending to the last row. */
  duration: number
}

const recording = new AsyncLocalStorage<RecordedQuery[]>()

/** Runs `work` and returns its result with every query that it sent, in order. */
export async function recordQueries<T>(
  work: () => Promise<T>,
): Promise<{ result: T; queries: RecordedQuery[] }> {
  const queries: RecordedQuery[] = []
  const result = await recording.run(queries, work)
  return { result, queries }
}

/** The dialect with ears. (Kysely's own `log` hook listens to every query, recorded or not, which costs a page a twentieth.) */
export function recorded(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => listenTo(dialect.createDriver()),
  }
}

function listenTo(driver: Driver): Driver {
  const acquire = driver.acquireConnection.bind(driver)
  const known = new WeakSet<DatabaseConnection>()
  driver.acquireConnection = async (options) => {
    const connection = await acquire(options)
    if (!known.has(connection)) {
      known.add(connection)
      listen(connection)
    }
    return connection
  }
  return driver
}

/** Replaces methods of the connection, as Kysely itself does, so that it stays the object that its driver knows. */
function listen(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection)
  const stream = connection.streamQuery.bind(connection)
  connection.executeQuery = (query, options) => {
    const queries = recording.getStore()
    return queries ? timed(queries, query, () => execute(query, options)) : execute(query, options)
  }
  connection.streamQuery = (query, size, options) => {
    recording.getStore()?.push({ sql: query.sql, parameters: query.parameters, duration: 0 })
    return stream(query, size, options)
  }
}

async function timed<T>(
  queries: RecordedQuery[],
  { sql, parameters }: Pick<RecordedQuery, 'sql' | 'parameters'>,
  run: () => Promise<T>,
): Promise<T> {
  const started = performance.now()
  try {
    return await run()
  } finally {
    queries.push({ sql, parameters, duration: performance.now() - started })
  }
}
