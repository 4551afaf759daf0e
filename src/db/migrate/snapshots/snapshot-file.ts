/** A snapshot of a SQLite file, when somebody asks for one. */
import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { openForMigration } from '../connection/index.ts'
import type { SqliteConnection } from '../connection/connection.ts'
import { MigrationError } from '../core/errors.ts'
import { snapshotFolder, takeSnapshot, timestamp } from './snapshot.ts'
import { plainly } from '../core/transaction.ts'

/** @returns the path of the copy @throws MigrationError when there is such a file already, or no database */
export async function snapshot(
  file: string,
  to: string = join(snapshotFolder(file), `${timestamp()}.db`),
): Promise<string> {
  if (!existsSync(file)) throw new MigrationError(`there is no database at ${file} to copy: see DATABASE_URL`)
  const there = statSync(to, { throwIfNoEntry: false })
  if (there)
    throw new MigrationError(
      there.isDirectory()
        ? `${to} is a folder: name a file in it`
        : `there is a file ${to} already: name another one`,
    )
  await using connection = (await openForMigration(`sqlite:${file}`)) as SqliteConnection
  await plainly('snapshot', () => takeSnapshot(connection, to))
  return to
}
