/** Whether the models, the revisions and the database agree; what differs is named. */
import type { Reader } from '../../engine/connection.ts'
import { wrongCounts } from '../../reading/counts.ts'
import { readApplied } from '../graph/bookkeeping.ts'
import { inScratchSchema } from '../rehearse/build.ts'
import { openForMigration } from '../connection/index.ts'
import type { Target } from '../connection/index.ts'
import type { Connection } from '../connection/connection.ts'
import { describeStep } from '../core/describe-step.ts'
import { blueprintOfModels, blueprintOfRevisions, shapeOfRevisions } from '../generate/blueprint.ts'
import { stepsBetween } from '../generate/compare.ts'
import { leftover } from '../generate/leftover.ts'
import { modelDdl } from '../generate/models.ts'
import type { ModelDdl } from '../generate/models.ts'
import type { History } from '../graph/graph.ts'
import { loadRevisions } from '../graph/load.ts'
import type { Revision } from '../core/revision.ts'
import { findOrphans } from '../safety/safety.ts'
import { shapeDifferences } from './diff.ts'
import { describeDatabase } from './index.ts'
import type { Shape } from './shape.ts'
import { stateOf } from '../graph/state.ts'

export interface CheckOptions {
  history?: History
  models?: ModelDdl
}

const nothing = { tables: new Map<string, string>(), columns: new Map<string, string>() }

/** @returns one line for each thing that differs; none where all agree. Without a target the database is left out. */
export async function checkSchema(target: Target | undefined, options: CheckOptions = {}): Promise<string[]> {
  const history = options.history ?? (await loadRevisions())
  const heads = history.heads.map(({ id }) => id)
  const lines =
    heads.length > 1
      ? [
          `there are ${heads.length} heads, ${heads.join(' and ')}: join them with npx crowfoot db merge MESSAGE`,
        ]
      : []
  lines.push(...(await checkModels(history, options.models ?? (await modelDdl()))))
  if (target !== undefined) lines.push(...(await checkDatabase(target, history)))
  return lines
}

async function checkModels(history: History, models: ModelDdl): Promise<string[]> {
  const to = await blueprintOfModels(models)
  const steps = stepsBetween(await blueprintOfRevisions(history.revisions), to, nothing, { keepOrder: false })
  const left = await leftover(history.revisions, steps, to)
  return [
    ...steps.map((step) => `no revision does this, and the models say it: ${describeStep(step)}`),
    ...left.map((line) => `no revision does this, and it has to be written by hand: ${line}`),
  ]
}

async function checkDatabase(target: Target, history: History): Promise<string[]> {
  await using connection = await openForMigration(target)
  const state = await stateOf(connection, history)
  const lines = [
    ...state.unknown.map((id) => `the database is at ${id}, and there is no file of that name`),
    ...state.edited.map(
      (id) =>
        `${id} was edited after it was applied: undo it and apply it again, or accept it with npx crowfoot db stamp`,
    ),
    ...state.pending.map(({ id }) => `${id} is not applied to the database: npx crowfoot db upgrade`),
  ]
  if (state.unknown.length > 0) return lines
  const applied = new Set((await readApplied(connection)).map(({ id }) => id))
  const expected = await shapeBuiltBy(
    connection,
    history.revisions.filter(({ id }) => applied.has(id)),
  )
  const shapes = shapeDifferences(comparable(expected), comparable(await describeDatabase(connection)))
  const orphans = connection.engine === 'sqlite' ? await findOrphans(connection) : []
  const asToday = shapes.length + state.pending.length === 0 && applied.has('0006_keep_counts')
  const counters = asToday ? await findWrongCounts(connection) : []
  return [...lines, ...[...shapes, ...orphans, ...counters].map((line) => `in the database, ${line}`)]
}

/** What the triggers counted, against what is there. The counters are those of today's revisions. */
async function findWrongCounts(connection: Connection): Promise<string[]> {
  const wrong = await wrongCounts(connection.kysely as Reader)
  return wrong.map(
    ({ subject, value, off }) =>
      `the counter of ${subject} ${value} is ${Math.abs(off)} too ${off > 0 ? 'high' : 'low'}`,
  )
}

/** What revisions build on this engine: on SQLite in memory, on PostgreSQL in a schema of its own that is rolled back. */
async function shapeBuiltBy(connection: Connection, revisions: readonly Revision[]): Promise<Shape> {
  if (connection.engine === 'sqlite') return shapeOfRevisions(revisions)
  return inScratchSchema(connection, revisions, describeDatabase)
}

/**
 * Columns in the order of their names: after an undo they may stand otherwise, and nothing depends on it. Without schemas:
 * `nextval('crowfoot_check.items_id_seq')` and the same in the usual schema are one.
 */
function comparable(shape: Shape): Shape {
  const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)
  const plain = JSON.parse(
    JSON.stringify(shape).replaceAll(/\b(?:crowfoot_check|public)\./g, ''),
  ) as typeof shape
  const tables = plain.tables.map((table) => ({ ...table, columns: table.columns.toSorted(byName) }))
  return { ...plain, tables, others: [] }
}
