/** How long changes of a large `items` take on SQLite, beside the bare statements in the program `sqlite3`; the safety steps apart. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { applySteps } from '../src/db/migrate/core/apply.ts'
import { integer, text } from '../src/db/migrate/define.ts'
import { openForMigration, snapshot, upgrade } from '../src/db/migrate/index.ts'
import type { Connection } from '../src/db/migrate/index.ts'
import { Operations } from '../src/db/migrate/core/operations.ts'
import { checkAfter, lookBefore } from '../src/db/migrate/safety/safety.ts'
import { inTransaction } from '../src/db/migrate/core/transaction.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const folder = mkdtempSync(path.join(os.tmpdir(), 'crowfoot-bench-'))
const original = path.join(folder, 'original.db')

/** Seconds that the work takes. */
async function timed(work: () => unknown): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/** The memory that the process ever held, in megabytes. */
const peak = () => process.resourceUsage().maxRSS / 1024

/** Identifiers that are numbers, as text. */
async function fill(connection: Connection): Promise<void> {
  await connection.query('begin')
  await connection.query(`insert into item_types (name, name_key) values ('Book', 'book')`)
  await connection.query(`insert into creators (name, name_key) values ('Somebody', 'somebody')`)
  const words = Array.from({ length: 30 }, (_, i) => `'word' || (n * ${2 * i + 7} % 5000)`).join(
    ` || ' ' || `,
  )
  await connection.query(`
    with recursive numbers (n) as (select 1 union all select n + 1 from numbers where n < ${rows})
    insert into items (title, title_key, description, year, identifier, identifier_key, item_type_id, created_at, updated_at)
    select 'Title ' || (n * 7919 % ${rows}), 'title ' || (n * 7919 % ${rows}), ${words}, 1500 + n % 500, n, n, 1,
      '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' from numbers`)
  await connection.query(
    'insert into item_creators (item_id, creator_id, position) select id, 1, 0 from items',
  )
  await connection.query('commit')
  await connection.query('pragma wal_checkpoint(truncate)')
}

/** The statements of a rebuild without any look: the rows into a table of the new definition, which takes the old one's place. */
async function rebuild(connection: Connection, from: string, to: string, value = ''): Promise<string> {
  const parts = await connection.query<{ type: string; sql: string }>(
    `select type, sql from sqlite_master where tbl_name = 'items' and sql is not null order by type = 'index'`,
  )
  const [table = '', ...indexes] = parts.map(({ sql }) => sql)
  if (!table.includes(from)) throw new Error(`the definition of items has no ${from}`)
  const columns = await connection.query<{ name: string }>(`select name from pragma_table_info('items')`)
  const values = columns.map(({ name }) => (value !== '' && from.includes(name) ? value : `"${name}"`))
  return [
    'pragma legacy_alter_table = on',
    table.replace('"items"', '"plain"').replace(from, to),
    `insert into plain select ${values.join(', ')} from items`,
    'drop table items',
    'alter table plain rename to items',
    ...indexes,
  ].join(';\n')
}

interface Change {
  what: string
  /** For `sqlite3`. */
  bare: string
  write: (op: Operations) => void
}

async function changesOf(connection: Connection): Promise<Change[]> {
  return [
    {
      what: 'add a column',
      bare: `alter table items add column place text not null default ''`,
      write: (op) => op.addColumn('items', 'place', text().notNull().default('')),
    },
    {
      what: 'another default (a rebuild)',
      bare: await rebuild(connection, '"description" text', `"description" text default 'Nothing is known.'`),
      write: (op) => op.setDefault('items', 'description', 'Nothing is known.'),
    },
    {
      what: 'text to integer',
      bare: await rebuild(
        connection,
        '"identifier" text',
        '"identifier" integer',
        'cast(identifier as integer)',
      ),
      write: (op) => op.alterType('items', 'identifier', integer()),
    },
  ]
}

function freshCopy(): string {
  const copy = path.join(folder, 'copy.db')
  for (const end of ['', '-wal', '-shm']) rmSync(copy + end, { force: true })
  copyFileSync(original, copy)
  return copy
}

/** @returns seconds, or undefined where there is no such program */
async function withProgram({ bare }: Change): Promise<number | undefined> {
  const file = freshCopy()
  const input = `.bail on\nbegin immediate;\n${bare};\ncommit;\n`
  let outcome: ReturnType<typeof spawnSync> | undefined
  const seconds = await timed(() => (outcome = spawnSync('sqlite3', [file], { input, encoding: 'utf8' })))
  if ((outcome?.error as NodeJS.ErrnoException | undefined)?.code === 'ENOENT') return undefined
  if (outcome?.status !== 0) throw new Error(`sqlite3: ${String(outcome?.stderr)}`)
  return seconds
}

/** What an upgrade does, each part by itself; the commit belongs to the change. */
async function withTool({ write }: Change): Promise<{ change: number; snapshot: number; safety: number }> {
  const op = new Operations()
  write(op)
  const file = freshCopy()
  const snapshotTook = await timed(() => snapshot(file))
  const connection = await openForMigration(`sqlite:${file}`)
  let safety = 0
  const all = await timed(() =>
    inTransaction(connection, async () => {
      let before: Awaited<ReturnType<typeof lookBefore>> | undefined
      safety += await timed(async () => (before = await lookBefore(connection, op.steps)))
      await applySteps(connection, op.steps)
      safety += await timed(() => before && checkAfter(connection, before, op.steps))
    }),
  )
  await connection.close()
  return { change: all - safety, snapshot: snapshotTook, safety }
}

async function main(): Promise<void> {
  await upgrade(`sqlite:${original}`, { to: '0004' })
  const connection = await openForMigration(`sqlite:${original}`)
  await fill(connection)
  const changes = await changesOf(connection)
  await connection.close()
  const version = spawnSync('sqlite3', ['--version'], { encoding: 'utf8' }).stdout?.split(' ')[0]
  const megabytes = (statSync(original).size / 2 ** 20).toFixed(0)
  const lines = [
    `Changes of items with ${rows.toLocaleString('en')} rows on SQLite (${megabytes} MB)`,
    version === undefined
      ? 'There is no program sqlite3 here, so there is nothing to compare with.'
      : `The bare statements are run by sqlite3 ${version}.`,
    '',
    '| change | bare statements | the step | beside | snapshot | keys and links, before and after |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
  ]
  const seconds = (value: number | undefined) => (value === undefined ? '-' : `${value.toFixed(2)} s`)
  const memory = peak()
  for (const change of changes) {
    const bare = await withProgram(change)
    const took = await withTool(change)
    const times = bare === undefined ? '-' : `${(took.change / bare).toFixed(2)} times`
    const cells = [seconds(bare), seconds(took.change), times, seconds(took.snapshot), seconds(took.safety)]
    lines.push(`| ${change.what} | ${cells.join(' | ')} |`)
  }
  lines.push('', `Memory: ${(peak() - memory).toFixed(0)} MB more than before.`)
  process.stdout.write(`${lines.join('\n')}\n`)
}

try {
  await main()
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
}
