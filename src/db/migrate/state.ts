/** Where a database stands in the history. */
import { readApplied } from './bookkeeping.ts'
import type { Connection } from './connection/index.ts'
import { MigrationError } from './errors.ts'
import { headsOf } from './graph.ts'
import type { History } from './graph.ts'
import type { Revision } from './revision.ts'

export interface State {
  /** The last revisions applied: one, or several where branches are not merged. */
  readonly current: readonly string[]
  readonly heads: readonly string[]
  readonly applied: readonly string[]
  /** What is still to apply, in order. */
  readonly pending: readonly Revision[]
  /** Applied revisions of which this copy of the project has no file: the database is newer, or from another project. */
  readonly unknown: readonly string[]
  /** Revisions whose file was changed after they were applied. */
  readonly edited: readonly string[]
}

export async function stateOf(connection: Connection, history: History): Promise<State> {
  const rows = await readApplied(connection)
  const checksums = new Map(rows.map(({ id, checksum }) => [id, checksum]))
  const known = history.revisions.filter(({ id }) => checksums.has(id))
  return {
    current: headsOf(known).map(({ id }) => id),
    heads: history.heads.map(({ id }) => id),
    applied: rows.map(({ id }) => id),
    pending: history.revisions.filter(({ id }) => !checksums.has(id)),
    unknown: rows.map(({ id }) => id).filter((id) => !history.get(id)),
    edited: known.filter(({ id, checksum }) => checksums.get(id) !== checksum).map(({ id }) => id),
  }
}

/** @throws MigrationError where the database is newer than this copy of the project */
export async function knownState(connection: Connection, history: History): Promise<State> {
  const state = await stateOf(connection, history)
  refuseNewer(state)
  return state
}

/** The same, for a state that was read before. */
export function refuseNewer({ unknown }: Pick<State, 'unknown'>): void {
  if (unknown.length === 0) return
  throw new MigrationError(
    `the database is at a revision that this copy of the project does not have (${unknown.join(', ')}): update the project, or restore an older snapshot`,
  )
}
