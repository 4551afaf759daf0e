/**
 * The migration tool: what the rest of the project may use of it.
 *
 *   await upgrade(url)                      applies what is missing; answers the revisions applied
 *   await downgrade(url, { to: '-1' })      undoes: a number of steps, a revision, or 'base'
 *   const state = await readState(url)      { current, heads, applied, pending, unknown, edited }
 *   const history = await loadRevisions()   the files of src/db/migrations, for those who want to look at them
 *
 * A target is `sqlite:FILE`, `postgres://...` or `{ pglite }`. What a person can mend is thrown as a MigrationError of one line.
 */
import { openForMigration } from './connection/index.ts'
import type { Target } from './connection/index.ts'
import type { History } from './graph.ts'
import { loadRevisions } from './load.ts'
import { stateOf } from './state.ts'
import type { State } from './state.ts'

export { MigrationError } from './errors.ts'
export { History } from './graph.ts'
export { loadRevisions } from './load.ts'
export { downgrade, upgrade } from './run.ts'
export { rehearse } from './rehearse.ts'
export { stamp } from './stamp.ts'
export { reset } from './reset.ts'
export { refuseNewer } from './state.ts'
export { restore } from './restore.ts'
export { drawHistory } from './graph-text.ts'
export { snapshot } from './snapshot-file.ts'
export { bookkeepingTable } from './bookkeeping.ts'
export { openForMigration } from './connection/index.ts'
export type { Connection, Target } from './connection/index.ts'
export type { Revision } from './revision.ts'
export type { State } from './state.ts'

/** Where the database stands. It changes nothing. */
export async function readState(target: Target, history?: History): Promise<State> {
  const connection = await openForMigration(target)
  try {
    return await stateOf(connection, history ?? (await loadRevisions()))
  } finally {
    await connection.close()
  }
}
