/** Upgrade and downgrade: one process at a time, one transaction per revision, a snapshot before and checks around it. */
import { counted, noun } from '../../../rules/words.ts'
import { takeStatistics } from '../../engine/statistics.ts'
import type { StepListener } from './apply.ts'
import { applyAlone, applySafely } from '../safety/apply-safely.ts'
import { createBookkeeping, forgetApplied, readApplied, recordApplied } from '../graph/bookkeeping.ts'
import { openForMigration } from '../connection/index.ts'
import type { Target } from '../connection/index.ts'
import type { Connection, SqliteConnection } from '../connection/connection.ts'
import { MigrationError } from './errors.ts'
import type { History } from '../graph/graph.ts'
import { loadRevisions } from '../graph/load.ts'
import { inUseWithoutPreset, isTrial } from '../graph/trial.ts'
import { withLock } from '../safety/lock.ts'
import { readyPlan, runsAlone } from './plan-of.ts'
import type { Direction } from './plan-of.ts'
import type { Revision } from './revision.ts'
import { snapshotBefore } from '../snapshots/snapshot.ts'
import { knownState } from '../graph/state.ts'
import { inTransaction, limitWaits, plainly, whenUnlocked } from './transaction.ts'

export interface RunOptions {
  /** The revisions; those of the project where none are given. */
  history?: History
  /** Told of each revision once it is applied or undone. */
  onRevision?: (revision: Revision, direction: Direction) => void
  /** Told of each step before it runs. */
  onStep?: StepListener
  /** Told of revisions whose file was changed after they were applied. */
  onEdited?: (ids: readonly string[]) => void
  /** Told what a revision has to say about the rows it changed. */
  onMessage?: (line: string) => void
  /** Told where the snapshot is. */
  onSnapshot?: (path: string) => void
}

/** Applies what is missing, up to `to` (default: the one head). @returns the revisions applied by this call */
export async function upgrade(
  target: Target,
  options: RunOptions & { to?: string } = {},
): Promise<Revision[]> {
  const history = options.history ?? (await loadRevisions())
  const wanted = history.withAncestors(
    options.to === undefined ? onlyHead(history) : history.find(options.to),
  )
  await using connection = await openForMigration(target)
  const missing = async () => {
    const { pending, edited } = await knownState(connection, history)
    if (edited.length > 0) options.onEdited?.(edited)
    if (pending.some(({ id }) => isTrial(id))) await refuseTrialOf(connection)
    return pending.filter(({ id }) => wanted.has(id))
  }
  // A look without the lock: an application that starts on a database of today changes nothing and waits for nobody.
  if ((await missing()).length === 0) return []
  return await withLock(connection, async () => runAll(connection, await missing(), 'up', options))
}

/** A trial takes out what its preset does not declare. @throws MigrationError where the database is in use already */
async function refuseTrialOf(connection: Connection): Promise<void> {
  // The first revision makes the table of accounts.
  if ((await readApplied(connection)).length === 0) return
  const [user] = await connection.query('select id from users limit 1')
  if (user) throw new MigrationError(inUseWithoutPreset)
}

/** Undoes what was applied after `to`: a revision, `base` for everything, or a number of steps such as `-1`; or one `branch`. */
export async function downgrade(
  target: Target,
  options: RunOptions & ({ to: string } | { branch: string }),
): Promise<Revision[]> {
  const history = options.history ?? (await loadRevisions())
  await using connection = await openForMigration(target)
  return await withLock(connection, async () => {
    const { applied } = await knownState(connection, history)
    const undone =
      'branch' in options
        ? chooseBranch(history, applied, options.branch)
        : chooseUndone(history, applied, options.to)
    return runAll(connection, undone, 'down', options)
  })
}

async function runAll(
  connection: Connection,
  revisions: readonly Revision[],
  direction: Direction,
  options: RunOptions,
): Promise<Revision[]> {
  for (const revision of revisions) await readyPlan(revision, direction) // all are readable before any runs
  await snapshot(connection, revisions[0], options)
  const done: Revision[] = []
  for (const revision of revisions) {
    if (!(await plainly(revision.id, () => runRevision(connection, revision, direction, options)))) continue
    done.push(revision)
    options.onRevision?.(revision, direction)
  }
  if (done.length > 0) await takeStatisticsOf(connection)
  return done
}

/** A table that was made anew has lost them. Where they cannot be taken now, the application does it when it starts. */
async function takeStatisticsOf(connection: Connection): Promise<void> {
  try {
    await inTransaction(connection, () =>
      takeStatistics(connection.engine, (statement) => connection.query(statement)),
    )
  } catch {
    // The revisions are applied all the same.
  }
}

/** A database in a file, in which there is something to lose. */
async function snapshot(
  connection: Connection,
  first: Revision | undefined,
  options: RunOptions,
): Promise<void> {
  const { file } = connection
  if (file === undefined || !first || (await readApplied(connection)).length === 0) return
  const path = await plainly('the snapshot', () =>
    snapshotBefore(connection as SqliteConnection, file, first.id),
  )
  options.onSnapshot?.(path)
}

/**
 * Where somebody holds a lock the whole transaction begins anew, with a plan of its own: nothing is kept of what it did, not even
 * what it said. @returns false where another process came first
 */
async function runRevision(
  connection: Connection,
  revision: Revision,
  direction: Direction,
  { onStep, onMessage }: RunOptions,
): Promise<boolean> {
  const first = await readyPlan(revision, direction)
  const alone = runsAlone(revision, first, connection.engine)
  if (alone) await applyAlone(connection, first, onStep)
  let messages: string[] = []
  connection.onMessage = (line) => messages.push(line)
  const done = await whenUnlocked(connection, () =>
    inTransaction(connection, async () => {
      messages = []
      await limitWaits(connection)
      await createBookkeeping(connection)
      const applied = (await readApplied(connection)).some(({ id }) => id === revision.id)
      if (applied === (direction === 'up')) return false
      if (!alone) await applySafely(connection, await readyPlan(revision, direction), onStep)
      if (direction === 'up') await recordApplied(connection, revision)
      else await forgetApplied(connection, revision.id)
      await markSearchStale(connection)
      return true
    }),
  )
  if (done) for (const line of messages) onMessage?.(line)
  return done
}

/** A revision may have changed what items are found by: the application compares the search index with them when it starts. */
async function markSearchStale(connection: Connection): Promise<void> {
  const [table] = await connection.query(
    connection.engine === 'sqlite'
      ? `select 1 from sqlite_master where name = 'search_indexes'`
      : `select 1 where to_regclass('search_indexes') is not null`,
  )
  if (table) await connection.query(`update search_indexes set state = 'stale' where state = 'ready'`)
}

export function onlyHead(history: History): Revision {
  const [head, other] = history.heads
  if (!head) throw new MigrationError('the migrations folder holds no revision')
  if (other) {
    const names = history.heads.map(({ id }) => id).join(' and ')
    throw new MigrationError(
      `there are two heads, ${names}: join them with npx crowfoot db merge MESSAGE, or name one`,
    )
  }
  return head
}

function chooseUndone(history: History, applied: readonly string[], to: string): Revision[] {
  const here = history.revisions.filter(({ id }) => applied.includes(id)).toReversed()
  if (to === 'base') return here
  if (/^-\d+$/.test(to)) return chooseLast(here, Number(to.slice(1)))
  const target = history.find(to)
  if (!applied.includes(target.id))
    throw new MigrationError(
      `the database is not at ${target.id} or after it, so it cannot be taken back there`,
    )
  const after = history.descendants(target)
  return here.filter(({ id }) => after.has(id))
}

/** The first revision of a branch with all that builds on it; what stands beside it stays. */
function chooseBranch(history: History, applied: readonly string[], name: string): Revision[] {
  const first = history.find(name)
  if (!applied.includes(first.id))
    throw new MigrationError(`${first.id} is not applied, so there is nothing of its branch to undo`)
  const branch = history.descendants(first).add(first.id)
  return history.revisions.filter(({ id }) => applied.includes(id) && branch.has(id)).toReversed()
}

function chooseLast(here: Revision[], steps: number): Revision[] {
  if (steps > here.length)
    throw new MigrationError(
      `only ${counted(here.length, noun('revision is', 'revisions are'))} applied, so ${steps} cannot be undone: npx crowfoot db downgrade base undoes all`,
    )
  return here.slice(0, steps)
}
