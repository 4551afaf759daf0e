/** Fills databases for the benchmark. Each is made once and kept in data/bench, or on the PostgreSQL server. */
import { createWriteStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import { projectRoot } from '../src/config.ts'
import { openDatabase } from '../src/db/engine/connection.ts'
import type { Engine } from '../src/db/engine/connection.ts'
import { readState, upgrade } from '../src/db/migrate/index.ts'
import { importFile } from '../src/features/transfer/commands.ts'
import { csvLine } from '../src/features/transfer/forms.ts'
import { buildIndex } from '../src/search/build.ts'
import { readyIndex } from '../src/search/state.ts'
import { operator } from '../src/security/rights/viewer.ts'
import { cellsOf, generatedColumns, generateItems } from './generate.ts'

export const folder = path.join(projectRoot, 'data', 'bench')

/** Raised when other items come out of the generator, or other databases out of the import: what was made before is then made anew. */
const version = 3

/**
 * The address of a database with so many items, at the newest revision and with the search index of this program.
 * @param server the address of any database of a PostgreSQL server
 */
export async function databaseOf(engine: Engine, size: number, server: string): Promise<string> {
  const url = engine === 'sqlite' ? await sqliteOf(size) : await postgresOf(size, server)
  const { pending } = await readState(url)
  if (pending.length > 0) await upgrade(url)
  const database = await openDatabase(url)
  try {
    if ((await readyIndex(database.db)) === undefined) await buildIndex(database.em())
  } finally {
    await database.close()
  }
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

/** As `npx crowfoot data import` does it, and nothing else: what that leaves behind is what is measured. */
async function fill(url: string, size: number): Promise<void> {
  const file = await csvOf(size)
  await upgrade(url)
  const database = await openDatabase(url)
  try {
    await importFile(database, file, { dryRun: false, onDuplicate: 'skip', actor: operator })
  } finally {
    await database.close()
  }
}

/** The generated items as a CSV file, made once. */
export async function csvOf(size: number): Promise<string> {
  const file = path.join(folder, `items-${size}-v${version}.csv`)
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  function* lines() {
    yield csvLine(generatedColumns)
    for (const item of generateItems(size)) yield csvLine(cellsOf(item))
  }
  await pipeline(Readable.from(lines()), createWriteStream(`${file}.part`))
  renameSync(`${file}.part`, file)
  return file
}
