/** Carries out steps where nothing happens, and writes down the statements that they are. */
import { Kysely } from 'kysely'
import type { QueryId } from 'kysely'
import { applySteps } from '../apply.ts'
import type { Connection, Row } from '../connection/index.ts'
import { SingleDriver } from '../connection/single-driver.ts'
import { builders } from '../ddl/create.ts'
import type { Step, TablesThen } from '../plan.ts'
import { PostgresApplier } from '../postgresql/apply.ts'
import { describeTable } from '../shape/index.ts'
import type { TableShape } from '../shape/index.ts'

export type Record = (sql: string, parameters?: readonly unknown[]) => void
export type Note = (step: Step) => void

/** Runs the steps on an empty database of the right shape and writes down what is executed. */
export async function recordSqlite(
  scratch: Connection,
  steps: readonly Step[],
  record: Record,
  note: Note,
  lines: string[],
): Promise<void> {
  let start = 0
  let reads = false
  let current: Step | undefined
  const data = new Set<Step>()
  const close = () => {
    if (current?.kind === 'data' && reads) {
      lines.length = start
      note(current)
    }
    start = lines.length
    reads = false
  }
  scratch.listener = (sql, parameters) => record(sql, parameters)
  const watched = steps.map((step): Step =>
    step.kind === 'data'
      ? {
          ...step,
          work: (db, engine) =>
            step.work(
              watching(db, () => (reads = true)),
              engine,
            ),
        }
      : step,
  )
  try {
    await applySteps(scratch, watched, (step) => {
      close()
      current = step
      if (step) data.add(step)
    })
  } finally {
    scratch.listener = undefined
  }
}

/** Kysely that says when something is read. A query inside another statement is no reading of ours. */
function watching(db: Connection['kysely'], onRead: () => void): Connection['kysely'] {
  const reading = new WeakSet<QueryId>()
  return db.withPlugin({
    transformQuery: ({ node, queryId }) => {
      const raw = node.kind === 'RawNode' ? node.sqlFragments[0] : undefined
      if (node.kind === 'SelectQueryNode' || /^\s*(select|with)\b/i.test(raw ?? '')) reading.add(queryId)
      return node
    },
    transformResult: async ({ result, queryId }) => {
      if (reading.has(queryId)) onRead()
      return result
    },
  })
}

/** PostgreSQL's steps need no database: what they ask of the tables is known from the same revisions on SQLite. */
export async function recordPostgres(
  scratch: Connection,
  steps: readonly Step[],
  record: Record,
  note: Note,
): Promise<void> {
  const nowhere = recordingConnection(record)
  const applier = new PostgresApplier(nowhere, async (table) =>
    asPostgres(await describeTable(scratch, table)),
  )
  for (const step of steps) {
    if (step.kind === 'data') await recordData(step, record, note)
    else await applier.apply(step)
    await applySteps(scratch, [step]) // so that the next step finds the tables as they are then
  }
}

async function recordData(step: Extract<Step, { kind: 'data' }>, record: Record, note: Note): Promise<void> {
  const statements: [string, readonly unknown[]][] = []
  let reads = false
  const connection = recordingConnection((sql, parameters) => statements.push([sql, parameters ?? []]))
  const onRead = () => (reads = true)
  // What a step does with rows that are not there may well fail: it then cannot be written down.
  const done = await step.work(watching(connection.kysely, onRead), 'postgresql').then(
    () => !reads,
    () => false,
  )
  if (!done) note(step)
  else for (const [sql, parameters] of statements) record(sql, parameters)
}

function recordingConnection(record: Record): Connection {
  const run = async (sql: string, parameters: readonly unknown[] = []) => {
    if (!/^\s*(select|with)\b/i.test(sql)) record(sql, parameters)
    return { rows: [] as Row[] }
  }
  return {
    engine: 'postgresql',
    query: async <R>(sql: string, parameters?: readonly unknown[]) =>
      (await run(sql, parameters)).rows as R[],
    async *stream() {},
    kysely: new Kysely<TablesThen>({
      dialect: {
        createAdapter: () => builders.postgresql.getExecutor().adapter,
        createDriver: () => new SingleDriver(run),
        createIntrospector: () => builders.postgresql.introspection,
        createQueryCompiler: () => ({
          compileQuery: (node, id) => builders.postgresql.getExecutor().compileQuery(node, id),
        }),
      },
    }),
    close: async () => {},
  }
}

function asPostgres(shape: TableShape | undefined): TableShape | undefined {
  if (!shape) return undefined
  const counter = (name: string) => `nextval('${shape.name}_${name}_seq'::regclass)`
  const columns = shape.columns.map((column) =>
    column.extra === 'autoincrement' ? { ...column, default: counter(column.name) } : column,
  )
  const primaryKey = shape.primaryKey && {
    ...shape.primaryKey,
    name: shape.primaryKey.name || `${shape.name}_pkey`,
  }
  return { ...shape, columns, primaryKey }
}
