/** Runs the pending revisions where nothing can happen, and says what they did: on a copy, or in a transaction that is rolled back. */
import { counted, formatNumber, noun } from '../../../rules/words.ts'
import { applyAlone, applySafely } from '../safety/apply-safely.ts'
import { changedRows, watchValues } from './changes.ts'
import { openForMigration } from '../connection/index.ts'
import type { Target } from '../connection/index.ts'
import type { Connection } from '../connection/connection.ts'
import { readContents } from './content.ts'
import type { Content } from './content.ts'
import { withCopy } from './copy.ts'
import { MigrationError } from '../core/errors.ts'
import type { History } from '../graph/graph.ts'
import { loadRevisions } from '../graph/load.ts'
import { transient } from '../safety/lost-rows.ts'
import { findLosses } from '../safety/losses.ts'
import { planOf, readyPlan, runsAlone } from '../core/plan-of.ts'
import type { Step } from '../core/plan.ts'
import { Recorder } from './recorder.ts'
import type { RehearsedStep } from './recorder.ts'
import type { Revision } from '../core/revision.ts'
import { onlyHead } from '../core/run.ts'
import { countRows } from '../safety/safety.ts'
import { shapeDifferences } from '../shape/diff.ts'
import { describeDatabase } from '../shape/index.ts'
import type { Shape } from '../shape/shape.ts'
import { knownState } from '../graph/state.ts'
import { inTransaction, plainly } from '../core/transaction.ts'

export interface Rehearsal {
  readonly engine: Connection['engine']
  readonly where: string
  readonly revisions: readonly RehearsedRevision[]
}

export interface RehearsedRevision {
  readonly id: string
  readonly message: string
  readonly steps: readonly RehearsedStep[]
  /** Rows before and after, of every table that either had; null where there was none. */
  readonly tables: readonly { name: string; before: number | null; after: number | null }[]
  /** What is gone afterwards, each in a few words. */
  readonly losses: readonly string[]
  /** Values that are there before and after, and read otherwise. */
  readonly changes: readonly string[]
  readonly undo: Undo
  readonly ms: number
}

/** Whether `down` brings everything back, and what it does not. */
export type Undo =
  | { readonly possible: false; readonly reason: string }
  | {
      readonly possible: true
      readonly differences: readonly string[]
      readonly tables: readonly { name: string; same: boolean }[]
    }

export interface RehearseOptions {
  history?: History
  to?: string
  /** PostgreSQL: in the database itself, in a transaction that is rolled back, waiting for no lock longer than five seconds. */
  inPlace?: boolean
}

/** @throws MigrationError with the line that the real run would have stopped with */
export async function rehearse(target: Target, options: RehearseOptions = {}): Promise<Rehearsal> {
  const history = options.history ?? (await loadRevisions())
  await using connection = await openForMigration(target)
  const { pending, applied } = await knownState(connection, history)
  const wanted = history.withAncestors(
    options.to === undefined ? onlyHead(history) : history.find(options.to),
  )
  const revisions = pending.filter(({ id }) => wanted.has(id))
  if (revisions.length === 0)
    return { engine: connection.engine, where: 'nowhere: nothing is pending', revisions: [] }
  if (options.inPlace) return await rehearseInPlace(connection, revisions)
  return await withCopy(
    connection,
    target,
    history.revisions.filter(({ id }) => applied.includes(id)),
    async (copy, where) => {
      const rehearsed: RehearsedRevision[] = []
      for (const revision of revisions)
        rehearsed.push(await rehearseRevision(copy, revision, (work) => inTransaction(copy, work)))
      return { engine: connection.engine, where, revisions: rehearsed }
    },
  )
}

async function rehearseInPlace(connection: Connection, revisions: readonly Revision[]): Promise<Rehearsal> {
  if (connection.engine === 'sqlite')
    throw new MigrationError('--in-place is for PostgreSQL: a SQLite database is rehearsed on a copy')
  await connection.query('begin')
  try {
    await connection.query(`set local lock_timeout = '5s'`)
    const rehearsed: RehearsedRevision[] = []
    for (const revision of revisions)
      rehearsed.push(await rehearseRevision(connection, revision, (work) => work()))
    return { engine: connection.engine, where: 'in the database itself, rolled back', revisions: rehearsed }
  } finally {
    await connection.query('rollback')
  }
}

type Around = <T>(work: () => Promise<T>) => Promise<T>

async function rehearseRevision(
  connection: Connection,
  revision: Revision,
  around: Around,
): Promise<RehearsedRevision> {
  const steps = await readyPlan(revision, 'up')
  if (runsAlone(revision, steps, connection.engine)) return rehearseAlone(connection, revision, steps)
  return plainly(revision.id, async () => {
    const before = await around(() => remember(connection))
    const losses = await findLosses(connection, steps)
    const readChanges = await around(() => watchValues(connection, before.shape, steps))
    const recorder = new Recorder(connection)
    const started = performance.now()
    await around(() => applySafely(connection, steps, recorder.onStep))
    const ms = performance.now() - started
    const rows = new Map([...before.contents].map(([name, content]) => [name, content.rows]))
    const tables = compareRows(rows, await countRows(connection))
    const rehearsed = recorder.finish()
    const changes = await around(async () => [
      ...(await readChanges()),
      ...(await changedRows(connection, before, steps)),
    ])
    return {
      ...titleOf(revision),
      steps: rehearsed,
      tables,
      changes,
      losses: [...losses, ...fewerRows(tables, steps)],
      undo: await tryUndo(connection, revision, steps, before, around),
      ms,
    }
  })
}

/** A step outside a transaction cannot be taken back by one: it is not tried twice. */
async function rehearseAlone(
  connection: Connection,
  revision: Revision,
  steps: readonly Step[],
): Promise<RehearsedRevision> {
  const before = await countRows(connection)
  const recorder = new Recorder(connection)
  const started = performance.now()
  await plainly(revision.id, () => applyAlone(connection, steps, recorder.onStep))
  const ms = performance.now() - started
  const tables = compareRows(before, await countRows(connection))
  return {
    ...titleOf(revision),
    steps: recorder.finish(),
    tables,
    losses: [],
    changes: [],
    undo: { possible: false, reason: 'it runs outside a transaction, so undoing it is not rehearsed' },
    ms,
  }
}

const titleOf = ({ id, message }: Revision) => ({ id, message })

interface Memory {
  shape: Shape
  contents: ReadonlyMap<string, Content>
}

async function remember(connection: Connection): Promise<Memory> {
  const shape = await describeDatabase(connection)
  return { shape, contents: await readContents(connection, shape) }
}

/** Undoes it, compares with what was before, and does it again for the revisions that follow. */
async function tryUndo(
  connection: Connection,
  revision: Revision,
  up: readonly Step[],
  before: Memory,
  around: Around,
): Promise<Undo> {
  const { down } = revision.file
  if (typeof down !== 'function') return { possible: false, reason: down.reason }
  const steps = await planOf(revision, 'down')
  await around(() => applySafely(connection, steps))
  const after = await around(() => remember(connection))
  await around(() => applySafely(connection, up))
  const tables = [...before.contents]
    .filter(([name]) => !transient.has(name))
    .map(([name, { digest }]) => ({
      name,
      same: after.contents.get(name)?.digest === digest,
    }))
  const changed = tables
    .filter(({ same }) => !same)
    .map(({ name }) => `the rows of ${name} are not what they were`)
  return { possible: true, differences: [...shapeDifferences(before.shape, after.shape), ...changed], tables }
}

function compareRows(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): RehearsedRevision['tables'] {
  const names = [...new Set([...before.keys(), ...after.keys()])].toSorted()
  return names.map((name) => ({
    name,
    before: before.get(name) ?? null,
    after: after.get(name) ?? null,
  }))
}

/** Which tables have fewer rows afterwards, apart from those that were dropped. */
function fewerRows(tables: RehearsedRevision['tables'], steps: readonly Step[]): string[] {
  const dropped = new Set(steps.flatMap((step) => (step.kind === 'dropTable' ? [step.table] : [])))
  const fewer = tables.filter(
    ({ name, before, after }) => before !== null && after !== null && after < before && !dropped.has(name),
  )
  return fewer.map(
    ({ name, before, after }) =>
      `${formatNumber((before ?? 0) - (after ?? 0))} of ${counted(before ?? 0, noun('row', 'rows'))} of ${name}`,
  )
}
