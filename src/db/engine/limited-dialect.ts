/** Wraps a Kysely dialect: its statements are cancelled at the current time limit, and when the client disconnects. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { AbortableOperationOptions, CompiledQuery, DatabaseConnection, Dialect, Driver } from 'kysely'
import { currentLimit, reasonOf } from './time-limit.ts'

export function withLimits(dialect: Dialect): Dialect {
  return {
    createAdapter: () => dialect.createAdapter(),
    createIntrospector: (db) => dialect.createIntrospector(db),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createDriver: () => limitDriver(dialect.createDriver()),
  }
}

function limitDriver(driver: Driver): Driver {
  const acquire = driver.acquireConnection.bind(driver)
  const known = new WeakSet<DatabaseConnection>()
  driver.acquireConnection = async (options) => {
    const connection = await acquire(options)
    if (!known.has(connection)) {
      known.add(connection)
      limitConnection(connection)
    }
    return connection
  }
  return driver
}

function limitConnection(connection: DatabaseConnection): void {
  const execute = connection.executeQuery.bind(connection)
  const stream = connection.streamQuery.bind(connection)
  connection.executeQuery = (query, options) => {
    const signal = options?.signal ?? currentLimit().signal
    if (!signal) return execute(query, options)
    return endedBy(signal, connection, () => execute(query, { ...options, signal }))
  }
  connection.streamQuery = async function* <R>(
    query: CompiledQuery,
    size: number,
    options?: AbortableOperationOptions,
  ) {
    const signal = options?.signal ?? currentLimit().signal
    const rows = stream<R>(query, size, { ...options, ...(signal && { signal }) })
    try {
      for (;;) {
        const next = await (signal ? endedBy(signal, connection, () => rows.next()) : rows.next())
        if (next.done) return
        yield next.value
      }
    } finally {
      await rows.return?.()
    }
  }
}

/** Runs a statement, and has the server end it when the signal says so. A reader of SQLite does that by itself. */
async function endedBy<T>(
  signal: AbortSignal,
  connection: DatabaseConnection,
  run: () => Promise<T>,
): Promise<T> {
  const isAborted = () => signal.aborted
  if (isAborted()) throw reasonOf(signal)
  await connection.collectSessionInfo?.()
  // The signal may have aborted meanwhile: a listener that is added afterwards would not be called.
  if (isAborted()) throw reasonOf(signal)
  let isDone = false
  const end = async () => {
    // Again and again, since the server may hear of the cancellation before it has begun the statement.
    while (!isDone) {
      await cancel(connection)
      await sleep(100)
    }
  }
  const onAbort = () => void end()
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    return await run()
  } catch (error) {
    throw isAborted() ? reasonOf(signal) : error
  } finally {
    isDone = true
    signal.removeEventListener('abort', onAbort)
  }
}

async function cancel(connection: DatabaseConnection): Promise<void> {
  try {
    // PostgreSQL's dialect opens a connection for it, so the one that Kysely would offer is not needed.
    await connection.cancelQuery?.(() => Promise.reject(new Error('No other connection')))
  } catch {
    // It was done already, or the server is gone: either way there is nothing left to end.
  }
}
