/** A copy of the database to rehearse on, gone afterwards. */
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { openForMigration } from '../connection/index.ts'
import type { Target } from '../connection/index.ts'
import type { Connection, SqliteConnection } from '../connection/connection.ts'
import { openPostgres } from '../connection/postgresql.ts'
import { MigrationError } from '../core/errors.ts'
import { buildIn } from './build.ts'
import { copyRows } from '../postgresql/copy-rows.ts'
import type { Revision } from '../core/revision.ts'
import { snapshotFolder, takeSnapshot } from '../snapshots/snapshot.ts'
import { quote } from '../ddl/quote.ts'
import { inTransaction } from '../core/transaction.ts'

/**
 * @param applied what was applied to it, in order
 * @param work gets a connection to the copy, and says where it is in words
 */
export async function withCopy<T>(
  connection: Connection,
  target: Target,
  applied: readonly Revision[],
  work: (copy: Connection, where: string) => Promise<T>,
): Promise<T> {
  if (connection.engine === 'sqlite') return withFileCopy(connection as SqliteConnection, work)
  if (typeof target !== 'string')
    throw new MigrationError('this database cannot be copied: rehearse in place')
  return withDatabaseCopy(connection, target, applied, work)
}

async function withFileCopy<T>(
  connection: SqliteConnection,
  work: (copy: Connection, where: string) => Promise<T>,
): Promise<T> {
  if (connection.file === undefined) throw new MigrationError('a database in memory cannot be rehearsed')
  const file = join(snapshotFolder(connection.file), `rehearsal-${process.pid}-${randomUUID()}.db`)
  try {
    await takeSnapshot(connection, file)
    await using copy = await openForMigration(`sqlite:${file}`)
    return await work(copy, 'on a copy of the file')
  } finally {
    for (const end of ['', '-wal', '-shm']) await rm(file + end, { force: true, maxRetries: 10 })
  }
}

const OBJECT_IN_USE = '55006'

/** A scratch database on the same server: the server's own copy, or, where somebody is connected to this one, a copy of its rows. */
async function withDatabaseCopy<T>(
  connection: Connection,
  url: string,
  applied: readonly Revision[],
  work: (copy: Connection, where: string) => Promise<T>,
): Promise<T> {
  const [row] = await connection.query<{ name: string }>('select current_database()::text as name')
  const name = `crowfoot_rehearsal_${randomUUID().slice(0, 8)}`
  await connection.close() // the server copies a database only while nobody is connected to it
  await using server = await openPostgres(withDatabase(url, 'postgres'), 'administration')
  const whole = await copyByServer(server, row?.name ?? '', name)
  try {
    await using copy = await openForMigration(withDatabase(url, name))
    if (!whole) await copyByRows(url, copy, applied)
    return await work(copy, `on the scratch database ${name}, which is gone again`)
  } finally {
    await server.query(`drop database if exists ${quote(name)} with (force)`)
  }
}

/** @returns false where the database is in use: the copy is then empty */
async function copyByServer(server: Connection, source: string, name: string): Promise<boolean> {
  try {
    await server.query(`create database ${quote(name)} template ${quote(source)}`)
    return true
  } catch (error) {
    if ((error as { code?: string }).code !== OBJECT_IN_USE) throw error
    await server.query(`create database ${quote(name)} template template0`)
    return false
  }
}

async function copyByRows(url: string, copy: Connection, applied: readonly Revision[]): Promise<void> {
  await buildIn(copy, applied)
  await using source = await openForMigration(url)
  await inTransaction(copy, () => copyRows(source, copy))
}

function withDatabase(url: string, name: string): string {
  const address = new URL(url)
  address.pathname = `/${name}`
  return address.href
}
