/** The plan of a revision in one direction. */
import { MigrationError } from './errors.ts'
import { Operations } from './operations.ts'
import { needsNoTransaction } from './plan.ts'
import type { Engine, Step } from './plan.ts'
import type { Revision } from './revision.ts'

export type Direction = 'up' | 'down'

/** Asks the revision what it does. @throws MigrationError when it cannot say, or cannot be undone */
export async function planOf(revision: Revision, direction: Direction): Promise<Step[]> {
  const op = new Operations()
  const { id, file } = revision
  if (direction === 'down' && typeof file.down !== 'function')
    throw new MigrationError(`revision ${id} cannot be undone: ${file.down.reason}`)
  try {
    if (direction === 'up') await file.up(op)
    else if (typeof file.down === 'function') await file.down(op)
  } catch (error) {
    throw new MigrationError(`revision ${revision.id} cannot be planned: ${(error as Error).message}`, {
      cause: error,
    })
  }
  return op.steps
}

/**
 * The plan of a revision that is about to run.
 * @throws MigrationError where a step of it, or of the way back, is still to be written
 */
export async function readyPlan(revision: Revision, direction: Direction): Promise<Step[]> {
  const steps = await planOf(revision, direction)
  const hasWayBack = direction === 'up' && typeof revision.file.down === 'function'
  const back = hasWayBack ? await planOf(revision, 'down') : []
  const open = [...steps, ...back].flatMap((step) =>
    step.kind === 'data' && step.unwritten ? [step.title] : [],
  )
  if (open.length === 0) return steps
  throw new MigrationError(
    `revision ${revision.id} is not finished, so nothing was run: still to be written in it: ${open.join('; ')}`,
  )
}

/** Whether the plan runs without a transaction. Such a step stands alone, so that nothing can be left half done around it. */
export function runsAlone(revision: Revision, steps: readonly Step[], engine: Engine): boolean {
  if (!steps.some((step) => needsNoTransaction(step, engine))) return false
  if (steps.length === 1) return true
  throw new MigrationError(
    `revision ${revision.id} mixes a step that cannot run in a transaction with others: give it a revision of its own`,
  )
}
