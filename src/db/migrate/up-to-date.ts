/** A quick look at each start: whether there is nothing to migrate. It reads names only, and imports no revision. */
import { sql } from 'kysely'
import type { Reader } from '../engine/connection.ts'
import { bookkeepingTable } from './graph/bookkeeping.ts'
import { listRevisions } from './graph/load.ts'

/** Whether exactly this project's revisions are applied. @throws the driver's error where the database has never been ours */
export async function isUpToDate(db: Reader): Promise<boolean> {
  const { rows } = await sql<{ id: string }>`select id from ${sql.table(bookkeepingTable)}`.execute(db)
  const applied = new Set(rows.map(({ id }) => id))
  return applied.symmetricDifference(new Set(await listRevisions())).size === 0
}
