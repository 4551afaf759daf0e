/** The table in which a database remembers the revisions that were applied to it: one row each. */
import type { Connection } from '../connection/connection.ts'
import type { Revision } from '../core/revision.ts'

export const bookkeepingTable = 'crowfoot_revisions'

export interface AppliedRevision {
  readonly id: string
  readonly message: string
  readonly checksum: string
  readonly applied_at: string
}

/** What was applied, oldest first; nothing where there is no such table yet. */
export async function readApplied(connection: Connection): Promise<AppliedRevision[]> {
  if (!(await hasBookkeeping(connection))) return []
  return connection.query<AppliedRevision>(
    `select id, message, checksum, applied_at from ${bookkeepingTable} order by applied_at, id`,
  )
}

/** Makes the table where it is missing; to be called inside the transaction of the first revision. */
export async function createBookkeeping(connection: Connection): Promise<void> {
  const time = connection.engine === 'sqlite' ? 'text' : 'timestamptz(3)'
  await connection.query(
    `create table if not exists ${bookkeepingTable} (id text not null primary key, message text not null, checksum text not null, applied_at ${time} not null)`,
  )
}

/** Notes a revision as applied, or as it is now. */
export async function recordApplied(connection: Connection, revision: Revision): Promise<void> {
  await connection.kysely
    .insertInto(bookkeepingTable)
    .values({
      id: revision.id,
      message: revision.message,
      checksum: revision.checksum,
      applied_at: new Date().toISOString(),
    })
    .onConflict((row) =>
      row.column('id').doUpdateSet({ message: revision.message, checksum: revision.checksum }),
    )
    .execute()
}

export async function forgetApplied(connection: Connection, id: string): Promise<void> {
  await connection.kysely.deleteFrom(bookkeepingTable).where('id', '=', id).execute()
}

/** Whether the database has been ours before, even if nothing is applied now. */
export async function hasBookkeeping(connection: Connection): Promise<boolean> {
  const found = await connection.query(
    connection.engine === 'sqlite'
      ? `select 1 from sqlite_master where type = 'table' and name = '${bookkeepingTable}'`
      : `select 1 from pg_class where oid = to_regclass('${bookkeepingTable}')`,
  )
  return found.length > 0
}
