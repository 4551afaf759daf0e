/**
 * The migration tool: what the rest of the project may use of it.
 *
 *   await upgrade(url)                      applies what is missing; answers the revisions applied
 *   await downgrade(url, { to: '-1' })      undoes: a number of steps, a revision, or 'base'
 *   const state = await readState(url)      { current, heads, applied, pending, unknown, edited }
 *   const history = await loadRevisions()   the files of src/db/migrations, for those who want to look at them
 *
 * A target is `sqlite:FILE`, `postgres://...` or `{ pglite }`. What a person can fix is thrown as a MigrationError of one line.
 */
import { openForMigration } from './connection/index.ts'
import type { Target } from './connection/index.ts'
import type { History } from './graph/graph.ts'
import { loadRevisions } from './graph/load.ts'
import { stateOf } from './graph/state.ts'
import type { State } from './graph/state.ts'

export { MigrationError } from './core/errors.ts'
export { History } from './graph/graph.ts'
export { loadRevisions } from './graph/load.ts'
export { downgrade, upgrade } from './core/run.ts'
export { rehearse } from './rehearse/rehearse.ts'
export { inUseWithoutPreset, isTrial } from './graph/trial.ts'
export { stamp } from './graph/stamp.ts'
export { reset } from './snapshots/reset.ts'
export { refuseNewer } from './graph/state.ts'
export { restore } from './snapshots/restore.ts'
export { drawHistory } from './graph/graph-text.ts'
export { snapshot } from './snapshots/snapshot-file.ts'
export { bookkeepingTable } from './graph/bookkeeping.ts'
export { openForMigration } from './connection/index.ts'
export type { Target } from './connection/index.ts'
export type { Connection } from './connection/connection.ts'
export type { Revision } from './core/revision.ts'
export type { State } from './graph/state.ts'

/** Where the database stands. It changes nothing. */
export async function readState(target: Target, history?: History): Promise<State> {
  await using connection = await openForMigration(target)
  return await stateOf(connection, history ?? (await loadRevisions()))
}
