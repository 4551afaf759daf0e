/** The database of a preset that is tried (`CROWFOOT_PRESET`): the project's revisions, and one more that stands in no file. */
import { createHash } from 'node:crypto'
import { chosenPreset } from '../../../config/preset.ts'
import { MigrationError } from '../core/errors.ts'
import type { Operations } from '../core/operations.ts'
import type { Step } from '../core/plan.ts'
import type { Revision } from '../core/revision.ts'

const beginning = 'trial_'

/** What is said where a trial would take out of a database what its preset does not declare. */
export const inUseWithoutPreset =
  'the database is in use without a preset, and CROWFOOT_PRESET needs one of its own: leave DATABASE_URL out, or name a new one'

/** Whether a revision is noted only in databases of trials. */
export const isTrial = (id: string): boolean => id.startsWith(beginning)

/** The preset of a trial's revision: `inventory` of `trial_inventory_1c0ffee5`. */
export const presetOfTrial = (id: string): string => id.slice(beginning.length, id.lastIndexOf('_'))

/**
 * The id of the revision that builds what the preset declares beyond the project's revisions. It holds a checksum of both, so that a
 * database is known to be of another declaration. Undefined where no preset is tried.
 */
export async function trialId(revisions: readonly string[]): Promise<string | undefined> {
  const preset = chosenPreset()
  if (preset === undefined) return undefined
  const { modelDdl } = await import('../generate/models.ts')
  const all = JSON.stringify([await modelDdl(), revisions.toSorted()])
  return `${beginning}${preset}_${createHash('sha256').update(all).digest('hex').slice(0, 8)}`
}

/** The revision itself: the steps that `db revision` would write, from the project's revisions to what the preset declares. */
export async function trialRevision(revisions: readonly Revision[]): Promise<Revision | undefined> {
  const id = await trialId(revisions.map((revision) => revision.id))
  if (id === undefined) return undefined
  const followed = new Set(revisions.flatMap(({ follows }) => follows))
  const follows = revisions.map((revision) => revision.id).filter((each) => !followed.has(each))
  const steps = stepsOf(revisions)
  const file = {
    follows,
    message: `try the preset ${presetOfTrial(id)}`,
    up: async (op: Operations) => op.steps.push(...(await steps()).up),
    down: async (op: Operations) => op.steps.push(...(await steps()).down),
  }
  return { id, follows, message: file.message, checksum: id, file: file as unknown as Revision['file'] }
}

/** Worked out when it is needed: most starts only look whether the revision is applied. */
function stepsOf(
  revisions: readonly Revision[],
): () => Promise<{ up: readonly Step[]; down: readonly Step[] }> {
  let steps: ReturnType<ReturnType<typeof stepsOf>> | undefined
  return () => (steps ??= makeSteps(revisions))
}

async function makeSteps(revisions: readonly Revision[]) {
  const [{ blueprintOfModels, blueprintOfRevisions }, { stepsBetween }, { modelDdl }, { leftover }] =
    await Promise.all([
      import('../generate/blueprint.ts'),
      import('../generate/compare.ts'),
      import('../generate/models.ts'),
      import('../generate/leftover.ts'),
    ])
  const from = await blueprintOfRevisions(revisions)
  const to = await blueprintOfModels(await modelDdl())
  // The database of a trial is new: there is nothing in it that could have been renamed.
  const nothing = { tables: new Map<string, string>(), columns: new Map<string, string>() }
  const up = stepsBetween(from, to, nothing, { keepOrder: false })
  const left = await leftover(revisions, up, to)
  if (left.length > 0)
    throw new MigrationError(
      `the preset cannot be tried, since this has to be written by hand: ${left.join('; ')}`,
    )
  return { up, down: stepsBetween(to, from, nothing, { keepOrder: true }) }
}
