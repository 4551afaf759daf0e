/** Empties a database, so that the revisions can build it anew. What was there is kept, on SQLite. */
import { join } from 'node:path'
import { openForMigration } from './connection/index.ts'
import type { Connection, Target } from './connection/index.ts'
import type { SqliteConnection } from './connection/sqlite.ts'
import { withLock } from './lock.ts'
import { snapshotFolder, takeSnapshot, timestamp } from './snapshot.ts'
import { quote } from './ddl/quote.ts'
import { inTransaction, plainly } from './transaction.ts'

/** @returns where the old content is kept; undefined on PostgreSQL, where it is gone */
export async function reset(target: Target): Promise<string | undefined> {
  const connection = await openForMigration(target)
  try {
    return await plainly('reset', () =>
      withLock(connection, async () => {
        const kept = await keep(connection)
        await inTransaction(connection, () => dropEverything(connection))
        return kept
      }),
    )
  } finally {
    await connection.close()
  }
}

async function keep(connection: Connection): Promise<string | undefined> {
  if (connection.file === undefined) return undefined
  const path = join(snapshotFolder(connection.file), `${timestamp()}-replaced.db`)
  await takeSnapshot(connection as SqliteConnection, path)
  return path
}

async function dropEverything(connection: Connection): Promise<void> {
  if (connection.engine === 'postgresql') {
    const [row] = await connection.query<{ name: string }>('select current_schema()::text as name')
    const schema = quote(row?.name ?? 'public')
    await connection.query(`drop schema ${schema} cascade`)
    await connection.query(`create schema ${schema}`)
    return
  }
  // Views and virtual tables first: a shadow table goes with the virtual table that it belongs to.
  const rows = await connection.query<{ name: string; type: string }>(
    `select name, type from pragma_table_list where schema = 'main' and type in ('view', 'virtual', 'table') and name not like 'sqlite\\_%' escape '\\'
     order by type = 'table', type = 'virtual'`,
  )
  for (const { name, type } of rows)
    await connection.query(`drop ${type === 'view' ? 'view' : 'table'} ${quote(name)}`)
}
