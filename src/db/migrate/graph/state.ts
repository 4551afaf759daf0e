/** Where a database stands in the history. */
import { readApplied } from './bookkeeping.ts'
import type { AppliedRevision } from './bookkeeping.ts'
import type { Connection } from '../connection/connection.ts'
import { MigrationError } from '../core/errors.ts'
import { headsOf } from './graph.ts'
import type { History } from './graph.ts'
import { refuseForeign } from '../shape/objects.ts'
import type { Revision } from '../core/revision.ts'
import { newestSnapshot } from '../snapshots/snapshot.ts'
import { chosenPreset } from '../../../config/preset.ts'
import { isTrial, presetOfTrial } from './trial.ts'

export interface State {
  /** The last revisions applied: one, or several where branches are not merged. */
  readonly current: readonly string[]
  readonly heads: readonly string[]
  readonly applied: readonly string[]
  /** What is still to apply, in order. */
  readonly pending: readonly Revision[]
  /** Applied revisions of which this copy of the project has no file: the database is newer, or from another project. */
  readonly unknown: readonly string[]
  /** How to go back to a database that this copy knows, for the end of a sentence; empty where there are no unknown ones, or no way. */
  readonly wayBack: string
  /** Revisions whose file was changed after they were applied. */
  readonly edited: readonly string[]
}

export async function stateOf(connection: Connection, history: History): Promise<State> {
  const rows = await readApplied(connection)
  const checksums = new Map(rows.map(({ id, checksum }) => [id, checksum]))
  const known = history.revisions.filter(({ id }) => checksums.has(id))
  const unknown = rows.map(({ id }) => id).filter((id) => !history.get(id))
  return {
    current: headsOf(known).map(({ id }) => id),
    heads: history.heads.map(({ id }) => id),
    applied: rows.map(({ id }) => id),
    pending: history.revisions.filter(({ id }) => !checksums.has(id)),
    unknown,
    wayBack: unknown.length === 0 ? '' : wayBackOf(connection, history, rows),
    edited: known.filter(({ id, checksum }) => checksums.get(id) !== checksum).map(({ id }) => id),
  }
}

/** @throws MigrationError where the database is another program's, or newer than this copy of the project */
export async function knownState(connection: Connection, history: History): Promise<State> {
  await refuseForeign(connection)
  const state = await stateOf(connection, history)
  refuseNewer(state)
  return state
}

/** The same, for a state that was read before. */
export function refuseNewer({ unknown, wayBack }: Pick<State, 'unknown' | 'wayBack'>): void {
  if (unknown.length === 0) return
  const trial = unknown.find(isTrial)
  if (trial !== undefined) throw new MigrationError(problemOfTrial(trial))
  throw new MigrationError(
    `the database is at a revision that this copy of the project does not have (${unknown.join(', ')}): update the project${wayBack}`,
  )
}

function problemOfTrial(id: string): string {
  const preset = presetOfTrial(id)
  return preset === chosenPreset()
    ? `this trial of the preset ${preset} was begun with another declaration: npx crowfoot db reset --yes begins anew, or DATABASE_URL names another database`
    : `the database is a trial of the preset ${preset}: CROWFOOT_PRESET=${preset} opens it, and npx crowfoot adapt ${preset} makes the project like it`
}

function wayBackOf({ file }: Connection, history: History, applied: readonly AppliedRevision[]): string {
  if (file === undefined) return ', or restore a dump of the database as it was before'
  // Databases of one folder have their snapshots in one place: the moments at which revisions were applied tell them apart.
  const moments = new Map(applied.map(({ id, applied_at }) => [id, applied_at]))
  const path = newestSnapshot(file, (revisions) =>
    revisions.every(({ id, applied_at }) => history.get(id) && moments.get(id) === applied_at),
  )
  if (path === undefined) return ''
  return `, or go back to the newest snapshot that this copy knows: npx crowfoot db restore ${/\s/.test(path) ? JSON.stringify(path) : path}`
}
