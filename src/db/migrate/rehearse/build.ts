/** Builds a schema from nothing by its revisions, for looking at it: in a scratch database or a schema that is thrown away. */
import { applySteps } from '../core/apply.ts'
import { createBookkeeping, recordApplied } from '../graph/bookkeeping.ts'
import type { Connection } from '../connection/connection.ts'
import { planOf } from '../core/plan-of.ts'
import type { Step } from '../core/plan.ts'
import type { Revision } from '../core/revision.ts'
import { inTransaction } from '../core/transaction.ts'

/** Everything in one transaction, noted as applied. */
export async function buildIn(connection: Connection, revisions: readonly Revision[]): Promise<void> {
  await inTransaction(connection, async () => {
    await createBookkeeping(connection)
    for (const revision of revisions) {
      await applySteps(connection, (await shapingSteps(revision)).map(insideTransaction))
      await recordApplied(connection, revision)
    }
  })
}

/** The steps of a revision that change the shape. Its data steps are left out: there are no rows for them, and they may not expect that. */
export async function shapingSteps(revision: Revision): Promise<Step[]> {
  return (await planOf(revision, 'up')).filter(({ kind }) => kind !== 'data')
}

/** PostgreSQL: looks at what revisions build, in a schema of its own that is rolled back. */
export async function inScratchSchema<T>(
  connection: Connection,
  revisions: readonly Revision[],
  look: (connection: Connection) => Promise<T>,
): Promise<T> {
  await connection.query('begin')
  try {
    await connection.query('create schema crowfoot_check')
    await connection.query('set local search_path = crowfoot_check, public')
    for (const revision of revisions)
      await applySteps(connection, (await shapingSteps(revision)).map(insideTransaction))
    return await look(connection)
  } finally {
    await connection.query('rollback')
  }
}

/** The step as it can be taken in a transaction, where no rows and no writers are waiting. */
export function insideTransaction(step: Step): Step {
  if (step.kind === 'createIndex') return { ...step, index: { ...step.index, concurrently: false } }
  if (step.kind === 'dropIndex') return { ...step, concurrently: false }
  return step.kind === 'sql' && !step.transaction ? { ...step, sqlite: [], postgresql: [] } : step
}
