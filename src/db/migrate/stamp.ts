/** Says of a database that it is at a revision, without running anything: for one that got there by another way. */
import { createBookkeeping, forgetApplied, readApplied, recordApplied } from './bookkeeping.ts'
import { openForMigration } from './connection/index.ts'
import type { Target } from './connection/index.ts'
import type { History } from './graph.ts'
import { loadRevisions } from './load.ts'
import { withLock } from './lock.ts'
import type { Revision } from './revision.ts'
import { inTransaction, plainly } from './transaction.ts'

/** @param to a revision, or `base` for none @returns the revisions that the database now counts as applied */
export async function stamp(target: Target, to: string, given?: History): Promise<Revision[]> {
  const history = given ?? (await loadRevisions())
  const ids = to === 'base' ? new Set<string>() : history.withAncestors(history.find(to))
  const revisions = history.revisions.filter(({ id }) => ids.has(id))
  const connection = await openForMigration(target)
  try {
    return await plainly('stamp', () =>
      withLock(connection, () =>
        inTransaction(connection, async () => {
          await createBookkeeping(connection)
          for (const { id } of await readApplied(connection))
            if (!ids.has(id)) await forgetApplied(connection, id)
          for (const revision of revisions) await recordApplied(connection, revision)
          return revisions
        }),
      ),
    )
  } finally {
    await connection.close()
  }
}
