/** Carries out the steps of a plan on a connection, each by the engine's own means. */
import type { Connection } from '../connection/connection.ts'
import { describeStep } from './describe-step.ts'
import { messageOf, MigrationError } from './errors.ts'
import type { Step } from './plan.ts'
import { PostgresApplier } from '../postgresql/apply.ts'
import { SqliteApplier } from '../sqlite/apply.ts'

/** Told of each step before it runs, and with `undefined` at the end. `isAgain`: what came of the last one does not count. */
export type StepListener = (step: Step | undefined, isAgain?: boolean) => void

/** @throws MigrationError naming the step and why it cannot be done */
export async function applySteps(
  connection: Connection,
  steps: readonly Step[],
  onStep?: StepListener,
  options: { portable?: boolean } = {},
): Promise<void> {
  const applier =
    connection.engine === 'sqlite' ? new SqliteApplier(connection, options) : new PostgresApplier(connection)
  let current: Step | undefined
  try {
    for (const step of steps) {
      await applier.prepare(step)
      current = step
      onStep?.(step)
      await applier.apply(step)
    }
    await applier.flush()
    onStep?.(undefined)
  } catch (error) {
    throw explain(error, current)
  }
}

function explain(error: unknown, step: Step | undefined): unknown {
  if (!(error instanceof Error) || step === undefined) return error
  return new MigrationError(`${describeStep(step)}: ${messageOf(error)}`, { cause: error })
}
