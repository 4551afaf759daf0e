/** How long changes of a large `items` take on SQLite, beside the bare statements without a look, and what the safety steps cost. */
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { applySteps } from '../src/db/migrate/core/apply.ts'
import { integer, text } from '../src/db/migrate/define.ts'
import { openForMigration, snapshot, upgrade } from '../src/db/migrate/index.ts'
import type { Connection } from '../src/db/migrate/index.ts'
import { Operations } from '../src/db/migrate/core/operations.ts'
import { checkAfter, checkIntegrity, lookBefore } from '../src/db/migrate/safety/safety.ts'
import { inTransaction } from '../src/db/migrate/core/transaction.ts'

const rows = Number(process.argv[2] ?? 1_000_000)
const folder = mkdtempSync(path.join(os.tmpdir(), 'crowfoot-bench-'))
const file = path.join(folder, 'catalogue.db')

/** Seconds that the work takes. */
async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await work()
  return (performance.now() - started) / 1000
}

/** The memory that the process ever held, in megabytes. */
const peak = () => process.resourceUsage().maxRSS / 1024

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
    select 'Title ' || (n * 7919 % ${rows}), 'title ' || (n * 7919 % ${rows}), ${words}, 1500 + n % 500, 'X-' || n, 'x-' || n, 1,
      '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z' from numbers`)
  await connection.query(
    'insert into item_creators (item_id, creator_id, position) select id, 1, 0 from items',
  )
  await connection.query('commit')
  await connection.query('pragma wal_checkpoint(truncate)')
}

/** The copy that a rebuild cannot do without: the rows into a table of the same definition, and its indexes. */
async function plainCopy(connection: Connection, values = '*'): Promise<void> {
  const parts = await connection.query<{ type: string; sql: string }>(
    `select type, sql from sqlite_master where tbl_name = 'items' and sql is not null and type in ('table', 'index') order by type = 'index'`,
  )
  for (const { type, sql } of parts) {
    const copy =
      type === 'table'
        ? sql.replace('"items"', '"plain"')
        : sql.replace(/"((?:ix|uq)_items_\w+)" on "items"/, '"plain_$1" on "plain"')
    await connection.query(copy)
    if (type === 'table') await connection.query(`insert into plain select ${values} from items`)
  }
}

/** The step and the bare statements in turns, each taken back; the best of three. */
async function compare(
  connection: Connection,
  write: (op: Operations) => void,
  bare: () => Promise<unknown>,
): Promise<{ step: number; bare: number }> {
  const op = new Operations()
  write(op)
  const best = { step: Infinity, bare: Infinity }
  const undo = new Error('measured')
  const taken = async (work: () => Promise<unknown>) => {
    let seconds = 0
    await inTransaction(connection, async () => {
      seconds = await timed(work)
      throw undo
    }).catch(keep(undo))
    return seconds
  }
  for (let round = 0; round < 3; round++) {
    best.bare = Math.min(best.bare, await taken(bare))
    best.step = Math.min(best.step, await taken(() => applySteps(connection, op.steps)))
  }
  return best
}

/** Every number as text, in the description's place. */
async function compareOthers(connection: Connection): Promise<string[]> {
  const adding = await compare(
    connection,
    (op) => op.addColumn('items', 'place', text().notNull().default('')),
    () => connection.query(`alter table items add column place text not null default ''`),
  )
  await connection.query(`update items set identifier = cast(id as text)`)
  const columns = await connection.query<{ name: string }>(`select name from pragma_table_info('items')`)
  const values = columns.map(({ name }) =>
    name === 'identifier' ? 'cast(identifier as integer)' : `"${name}"`,
  )
  const typing = await compare(
    connection,
    (op) => op.alterType('items', 'identifier', integer()),
    async () => {
      await plainCopy(connection, values.join(', '))
      await connection.query('drop table items')
    },
  )
  const row = (what: string, { step, bare }: typeof adding) =>
    `| ${what} | ${bare.toFixed(2)} s | ${step.toFixed(2)} s (${(step / bare).toFixed(2)} times) |`
  return [
    '',
    '| what | bare statements | the step |',
    '| --- | --- | --- |',
    row('add a column', adding),
    row('text to integer, every value looked at', typing),
  ]
}

async function main(): Promise<void> {
  await upgrade(`sqlite:${file}`, { to: '0004' })
  const connection = await openForMigration(`sqlite:${file}`)
  await fill(connection)
  const op = new Operations()
  op.setDefault('items', 'description', 'Nothing is known.')

  const before = peak()
  const copies: number[] = []
  const rebuilds: number[] = []
  const safety = { snapshot: await timed(() => snapshot(file)), look: 0, compare: 0, integrity: 0 }
  const undo = new Error('measured')
  for (let round = 0; round < 3; round++) {
    await inTransaction(connection, async () => {
      copies.push(await timed(() => plainCopy(connection)))
      throw undo
    }).catch(keep(undo))
    await inTransaction(connection, async () => {
      let look: Awaited<ReturnType<typeof lookBefore>> | undefined
      safety.look = await timed(async () => {
        look = await lookBefore(connection, op.steps)
      })
      rebuilds.push(await timed(() => applySteps(connection, op.steps)))
      safety.compare = await timed(async () => look && checkAfter(connection, look, op.steps))
      safety.integrity = await timed(() => checkIntegrity(connection, op.steps))
      throw undo
    }).catch(keep(undo))
  }
  const memory = peak() - before
  const others = await compareOthers(connection)
  await connection.close()
  print(Math.min(...copies), Math.min(...rebuilds), safety, memory)
  process.stdout.write(`${others.join('\n')}\n`)
}

const keep = (expected: Error) => (error: unknown) => {
  if (error !== expected) throw error
}

function print(copy: number, rebuild: number, safety: Record<string, number>, memory: number): void {
  const seconds = (value: number) => `${value.toFixed(2)} s`
  const lines = [
    `Rebuild of items with ${rows.toLocaleString('en')} rows on SQLite (${(statSync(file).size / 2 ** 20).toFixed(0)} MB; best of three)`,
    '',
    '| what | time |',
    '| --- | --- |',
    `| plain INSERT ... SELECT with its indexes | ${seconds(copy)} |`,
    `| the rebuild step | ${seconds(rebuild)} (${(rebuild / copy).toFixed(2)} times) |`,
    `| snapshot of the file | ${seconds(safety.snapshot ?? 0)} |`,
    `| keys noted, foreign keys and views looked at, before | ${seconds(safety.look ?? 0)} |`,
    `| the same after, and compared | ${seconds(safety.compare ?? 0)} |`,
    `| integrity check | ${seconds(safety.integrity ?? 0)} |`,
    '',
    `Memory: ${memory.toFixed(0)} MB more than before.`,
  ]
  process.stdout.write(`${lines.join('\n')}\n`)
}

try {
  await main()
} finally {
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
}
