/** Puts a snapshot in the place of the database; what was there is kept. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { readApplied } from '../graph/bookkeeping.ts'
import { openForMigration } from '../connection/index.ts'
import type { Connection, SqliteConnection } from '../connection/connection.ts'
import { MigrationError } from '../core/errors.ts'
import type { History } from '../graph/graph.ts'
import { loadRevisions } from '../graph/load.ts'
import { withLock } from '../safety/lock.ts'
import { snapshotFolder, takeSnapshot, timestamp } from './snapshot.ts'
import { plainly, whenFree } from '../core/transaction.ts'

export interface Restored {
  /** Where the replaced database is kept. */
  readonly kept: string
  /** The revisions that the database is at now. */
  readonly applied: readonly string[]
}

/**
 * Copies the snapshot's pages into the database, through SQLite's backup interface, so that processes that have the file
 * open see the old content or the new and nothing between.
 * @throws MigrationError for a file that is no snapshot of ours, is damaged, or is of a schema that this copy of the project does not know
 */
export async function restore(file: string, from: string, given?: History): Promise<Restored> {
  const history = given ?? (await loadRevisions())
  const found = statSync(from, { throwIfNoEntry: false })
  if (!found) throw new MigrationError(`there is no file ${from}: snapshots are in ${snapshotFolder(file)}`)
  if (found.isDirectory()) throw new MigrationError(`${from} is a folder: name a snapshot in it`)
  const applied = await inspect(from, history)
  await using connection = (await openForMigration(`sqlite:${file}`)) as SqliteConnection
  return await withLock(connection, () =>
    plainly('restore', async () => {
      const kept = join(snapshotFolder(file), `${timestamp()}-replaced.db`)
      await takeSnapshot(connection, kept)
      await connection.close()
      await whenFree(() => copyInto(from, file))
      return { kept, applied }
    }),
  )
}

/** Looks at the snapshot without changing it. @returns the revisions it is at */
async function inspect(from: string, history: History): Promise<string[]> {
  const snapshot = openReadOnly(from)
  try {
    const [integrity] = snapshot.prepare('pragma integrity_check(1)').all() as { integrity_check: string }[]
    if (integrity?.integrity_check !== 'ok')
      throw new MigrationError(`${from} is damaged: ${integrity?.integrity_check ?? ''}`)
    const applied = (await readApplied(asConnection(snapshot))).map(({ id }) => id)
    if (applied.length === 0) throw new MigrationError(`${from} is no Crowfoot database: it has no revisions`)
    const unknown = applied.filter((id) => !history.get(id))
    if (unknown.length === 0) return applied
    throw new MigrationError(
      `${from} is of a newer schema than this copy of the project (it is at ${unknown.join(', ')}): update the project first`,
    )
  } catch (error) {
    if (error instanceof MigrationError) throw error
    throw new MigrationError(`${from} is no Crowfoot database: ${(error as Error).message}`, { cause: error })
  } finally {
    snapshot.close()
  }
}

function openReadOnly(path: string): DatabaseSync {
  try {
    return new DatabaseSync(path, { readOnly: true })
  } catch (error) {
    throw new MigrationError(`${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}

function asConnection(database: DatabaseSync): Pick<Connection, 'engine' | 'query'> & Connection {
  return {
    engine: 'sqlite',
    query: async (sql: string) => database.prepare(sql).all(),
  } as unknown as Connection
}

async function copyInto(from: string, file: string): Promise<void> {
  const { backup } = await import('node:sqlite')
  const source = new DatabaseSync(from, { readOnly: true })
  try {
    await backup(source, file, { rate: 2 ** 31 - 1 })
  } finally {
    source.close()
  }
}
