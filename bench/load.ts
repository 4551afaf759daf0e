/** Fills databases for the benchmark. Each is made once and kept in data/bench, or on the PostgreSQL server. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { projectRoot } from '../src/config.ts'
import { openDatabase } from '../src/db/connection.ts'
import type { Engine, Reader } from '../src/db/connection.ts'
import { settleCounts } from '../src/db/counts.ts'
import { readState, upgrade } from '../src/db/migrate/index.ts'
import { checkRow } from '../src/features/transfer/commands/rows.ts'
import { ItemWriter } from '../src/features/transfer/commands/write.ts'
import { columns } from '../src/features/transfer/forms.ts'
import type { ImportedItem } from '../src/features/transfer/commands/rows.ts'
import { cellsOf, generateItems } from './generate.ts'

export const folder = path.join(projectRoot, 'data', 'bench')

/** Raised when other items come out of the generator: what was made before is then made anew. */
const version = 1
const portion = 500

/**
 * The address of a database with so many items, at the newest revision.
 * @param server the address of any database of a PostgreSQL server
 */
export async function databaseOf(engine: Engine, size: number, server: string): Promise<string> {
  const url = engine === 'sqlite' ? await sqliteOf(size) : await postgresOf(size, server)
  const { pending } = await readState(url)
  if (pending.length > 0) await upgrade(url)
  return url
}

async function sqliteOf(size: number): Promise<string> {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, `items-${size}-v${version}.db`)
  if (!existsSync(file)) {
    const unfinished = `${file}.part`
    for (const end of ['', '-wal', '-shm']) rmSync(unfinished + end, { force: true })
    await fill(`sqlite:${unfinished}`, size)
    renameSync(unfinished, file)
  }
  return `sqlite:${file}`
}

async function postgresOf(size: number, server: string): Promise<string> {
  const name = `crowfoot_bench_${size}_v${version}`
  const client = new pg.Client({ connectionString: server })
  await client.connect()
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [name])
    if (rowCount === 0) {
      await client.query(`drop database if exists ${name}_part`)
      await client.query(`create database ${name}_part`)
      await fill(addressOf(server, `${name}_part`), size)
      await client.query(`alter database ${name}_part rename to ${name}`)
    }
  } finally {
    await client.end()
  }
  return addressOf(server, name)
}

export function addressOf(server: string, name: string): string {
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

async function fill(url: string, size: number): Promise<void> {
  await upgrade(url)
  const database = await openDatabase(url)
  try {
    await database.em().transactional(async (tx) => {
      const db = tx.getKysely() as unknown as Reader
      const writer = await ItemWriter.open(db, database.engine, { onDuplicate: 'skip', actor: null })
      let rows: ImportedItem[] = []
      for (const item of generateItems(size)) {
        rows.push(rowOf(cellsOf(item).map(String)))
        if (rows.length < portion) continue
        await writer.write(rows)
        rows = []
      }
      await writer.write(rows)
      await settleCounts(db, database.engine)
    })
    // The planner of a database that has been in use knows how much there is of what.
    await database.em().execute('analyze')
  } finally {
    await database.close()
  }
}

function rowOf(cells: string[]): ImportedItem {
  const row = checkRow({ line: 1, cells }, { columns: [...columns], unknown: [] })
  if (Array.isArray(row))
    throw new Error(`The generator made an item that cannot be stored: ${row[0]?.message ?? ''}`)
  return row
}
