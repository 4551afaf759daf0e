/** Copies of a SQLite file, made while it is in use: before each migration, and when somebody asks for one. */
import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { backup } from 'node:sqlite'
import type { SqliteConnection } from './connection/sqlite.ts'

/** How many of the snapshots made before migrations are kept. */
const kept = 10
/** Pages copied between two looks at whatever else there is to do. */
const pagesAtOnce = 2000

/** Where the snapshots of a database are: the folder `snapshots` beside its file. */
export function snapshotFolder(file: string): string {
  return join(dirname(file), 'snapshots')
}

/** A snapshot named after the revision that is about to change the database. @returns its path */
export async function snapshotBefore(
  connection: SqliteConnection,
  file: string,
  revision: string,
): Promise<string> {
  const folder = snapshotFolder(file)
  const path = join(folder, `${timestamp()}-before-${revision}.db`)
  await takeSnapshot(connection, path)
  await prune(folder)
  return path
}

/** Copies the database to a file that does not exist yet. It has its name only when it is whole. */
export async function takeSnapshot(connection: SqliteConnection, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const partial = `${path}.partial`
  await rm(partial, { force: true })
  try {
    await backup(connection.database, partial, { rate: pagesAtOnce })
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
}

/** "20260131-120000-123": sorts in the order of time, and Windows allows it in a file name. */
export function timestamp(): string {
  return new Date().toISOString().replace(/[-:Z]/g, '').replace(/[T.]/g, '-')
}

async function prune(folder: string): Promise<void> {
  const names = (await readdir(folder))
    .filter((name) => /^\d{8}-\d{6}-\d{3}-before-.*\.db$/.test(name))
    .toSorted()
  for (const name of names.slice(0, -kept)) await rm(join(folder, name), { force: true })
}
