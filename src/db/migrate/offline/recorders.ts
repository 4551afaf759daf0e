/** Carries out steps where nothing happens, and writes down the statements that they are. */
import { Kysely } from 'kysely'
import type { QueryId } from 'kysely'
import { applySteps } from '../core/apply.ts'
import type { Connection, Row, Obstacle } from '../connection/connection.ts'
import { SingleDriver } from '../connection/single-driver.ts'
import { dialects } from '../ddl/create.ts'
import { quote } from '../ddl/quote.ts'
import { describeStep } from '../core/describe-step.ts'
import { MigrationError } from '../core/errors.ts'
import { obstacleOf } from '../safety/obstacles.ts'
import type { Step, TablesThen } from '../core/plan.ts'
import { PostgresApplier } from '../postgresql/apply.ts'
import { describeTable } from '../shape/index.ts'
import type { TableShape } from '../shape/shape.ts'

export type Record = (sql: string, parameters?: readonly unknown[]) => void
export type Look = (obstacle: Obstacle) => void

/** Runs the steps on an empty database of the right shape and writes down what is executed, and what is looked for before. */
export async function recordSqlite(
  scratch: Connection,
  steps: readonly Step[],
  record: Record,
  look: Look,
): Promise<void> {
  scratch.listener = (sql, parameters) => record(sql, parameters)
  scratch.onObstacle = look
  const watched = steps.map((step): Step => {
    if (step.kind !== 'data') return step
    if (step.empty) return { ...step, work: async () => lookForRows(step, look) }
    const onRead = () => {
      throw new Unwritable(step)
    }
    return { ...step, work: (db, engine, say) => step.work(watching(db, onRead), engine, say) }
  })
  try {
    await applySteps(scratch, watched, undefined, { portable: true })
  } finally {
    scratch.listener = undefined
    scratch.onObstacle = undefined
  }
}

/** A step that works on rows as they are cannot be written down without them. */
class Unwritable extends MigrationError {
  constructor(step: Step) {
    super(`"${describeStep(step)}" reads rows, so it cannot be written down`)
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
  look: Look,
): Promise<void> {
  const nowhere = recordingConnection(record)
  const applier = new PostgresApplier(nowhere, async (table) =>
    asPostgres(await describeTable(scratch, table)),
  )
  for (const step of steps) {
    if (step.kind === 'data' && step.empty) lookForRows(step, look)
    else if (step.kind === 'data') await recordData(step, record)
    else {
      const obstacle = await obstacleOf(scratch, step, undefined, 'postgresql')
      if (obstacle) look(obstacle)
      await applier.apply(step)
    }
    await applySteps(scratch, [step]) // so that the next step finds the tables as they are then
  }
}

/** A step that has nothing to do where tables are empty: the script stops where they are not. */
function lookForRows(step: Extract<Step, { kind: 'data' }>, look: Look): void {
  for (const table of step.empty ?? []) {
    const why = `"${describeStep(step)}" works on the rows of ${table}, and a script cannot: npx crowfoot db upgrade can`
    look({ rows: `select id from ${quote(table)}`, order: '', says: () => why, name: () => '' })
  }
}

async function recordData(step: Extract<Step, { kind: 'data' }>, record: Record): Promise<void> {
  const connection = recordingConnection(record)
  const onRead = () => {
    throw new Unwritable(step)
  }
  await step.work(watching(connection.kysely, onRead), 'postgresql', () => undefined)
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
      dialect: { ...dialects.postgresql, createDriver: () => new SingleDriver(run) },
    }),
    close: async () => {},
    [Symbol.asyncDispose]: async () => {},
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
