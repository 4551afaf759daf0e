/** Says of a database that it is at a revision, without running anything: for one that got there by another way. */
import { createBookkeeping, forgetApplied, recordApplied } from './bookkeeping.ts'
import { openForMigration } from '../connection/index.ts'
import type { Target } from '../connection/index.ts'
import type { History } from './graph.ts'
import { loadRevisions } from './load.ts'
import { withLock } from '../safety/lock.ts'
import type { Revision } from '../core/revision.ts'
import { knownState } from './state.ts'
import { inTransaction, plainly } from '../core/transaction.ts'

export interface Stamped {
  /** The revisions that the database now counts as applied. */
  readonly applied: readonly Revision[]
  /** Those that it counted as applied and does not any more. */
  readonly forgotten: readonly string[]
}

/**
 * @param to a revision, or `base` for none
 * @throws MigrationError where the database is newer than this copy of the project: it would forget what it has had
 */
export async function stamp(target: Target, to: string, given?: History): Promise<Stamped> {
  const history = given ?? (await loadRevisions())
  const ids = to === 'base' ? new Set<string>() : history.withAncestors(history.find(to))
  const revisions = history.revisions.filter(({ id }) => ids.has(id))
  await using connection = await openForMigration(target)
  return await plainly('stamp', () =>
    withLock(connection, () =>
      inTransaction(connection, async () => {
        await createBookkeeping(connection)
        const { applied } = await knownState(connection, history)
        const forgotten = applied.filter((id) => !ids.has(id))
        for (const id of forgotten) await forgetApplied(connection, id)
        for (const revision of revisions) await recordApplied(connection, revision)
        return { applied: revisions, forgotten }
      }),
    ),
  )
}
