/** Carries out steps between two looks at what the database holds. */
import { applySteps } from '../core/apply.ts'
import type { StepListener } from '../core/apply.ts'
import type { Connection } from '../connection/connection.ts'
import { chainOf } from '../core/errors.ts'
import { noteKeys, refuseLostRows } from './lost-rows.ts'
import type { Step } from '../core/plan.ts'
import { checkAfter, lookBefore } from './safety.ts'
import { inTransaction } from '../core/transaction.ts'

/** Inside a transaction. @throws MigrationError when the steps did something that they do not say */
export async function applySafely(
  connection: Connection,
  steps: readonly Step[],
  onStep?: StepListener,
): Promise<void> {
  const before = await lookBefore(connection, steps)
  await applySteps(connection, steps, onStep)
  await checkAfter(connection, before, steps)
}

/**
 * Runs the steps of a revision that asks for no transaction. SQL that the engine accepts inside a transaction is run in one all the same,
 * and rolled back when rows are lost. For the rest, a loss is found only afterwards.
 */
export async function applyAlone(
  connection: Connection,
  steps: readonly Step[],
  onStep?: StepListener,
): Promise<void> {
  for (const step of steps) {
    if (step.kind !== 'sql') await applySteps(connection, [step], onStep)
    else
      for (const statement of step[connection.engine])
        await applyStatement(connection, step, statement, onStep)
  }
}

async function applyStatement(
  connection: Connection,
  step: Extract<Step, { kind: 'sql' }>,
  statement: string,
  onStep?: StepListener,
): Promise<void> {
  const one = { ...step, sqlite: [statement], postgresql: [statement] }
  try {
    await inTransaction(connection, () => applySafely(connection, [{ ...one, transaction: true }], onStep))
  } catch (error) {
    if (!standsOutside(error)) throw error
    const keys = await noteKeys(connection, [one])
    await applySteps(connection, [one], (now) => onStep?.(now, true))
    await refuseLostRows(connection, keys, [one], true)
  }
}

/** "VACUUM cannot run inside a transaction block", "cannot VACUUM from within a transaction", and a COMMIT in a DO block. */
function standsOutside(error: unknown): boolean {
  return chainOf(error).some(
    ({ code, message }) =>
      code === '25001' || code === '2D000' || /\b(within|inside) a transaction\b/.test(message),
  )
}
