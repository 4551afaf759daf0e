/** Records the queries that one piece of work sends: what the SQL inspector shows and what tests count. */
import { AsyncLocalStorage } from 'node:async_hooks'
import type { LogEvent } from 'kysely'

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

/** Kysely's `log` hook: does nothing unless somebody records. */
export function recordQuery(event: LogEvent): void {
  recording.getStore()?.push({
    sql: event.query.sql,
    parameters: event.query.parameters,
    duration: event.queryDurationMillis,
  })
}
