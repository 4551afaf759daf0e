/**
 * Adapting from one preset to another and back, at random, with data: no row and no value is lost that was not asked about, and back is
 * back. On SQLite and, where there is a server, on PostgreSQL; `npm run test:long` takes twenty walks on each.
 */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, inject, it, vi } from 'vitest'
import { openForMigration } from '../../../src/db/migrate/index.ts'
import { describeDatabase } from '../../../src/db/migrate/shape/index.ts'
import { presetNames } from '../../../src/config/preset.ts'
import { cloneProject } from '../../setup/clone.ts'
import type { Clone } from '../../setup/clone.ts'
import { createOnServer, dropFromServer, serverUrl } from '../../setup/server.ts'

// Each step is three commands, and each command a process.
vi.setConfig({ testTimeout: 1_800_000 })
const walks = process.env.LONG === '1' ? 20 : 1

interface Stored {
  /** The rows of each table by their keys. */
  rows: Map<string, Map<string, Record<string, unknown>>>
  shape: string
}

/** What depends on the moment or is counted anew: not of the catalogue. */
const passedOver = new Set([
  ...['crowfoot_revisions', 'kept_counts', 'kept_count_changes'],
  ...['search_indexes', 'search_documents', 'search_changes', 'search_queue'],
])

/** What a list is ordered by follows from other columns, and goes where it is no longer ordered by them. */
const isDerived = (column: string) => /(^|_)sort_key$/.test(column)

async function read(url: string): Promise<Stored> {
  await using connection = await openForMigration(url)
  const { tables } = await describeDatabase(connection)
  const rows = new Map<string, Map<string, Record<string, unknown>>>()
  for (const { name, primaryKey } of tables.filter((table) => !passedOver.has(table.name))) {
    const all = await connection.query<Record<string, unknown>>(`select * from "${name}"`)
    const keyOf = (row: Record<string, unknown>) =>
      JSON.stringify(primaryKey?.columns.map((column) => row[column]))
    rows.set(name, new Map(all.map((row) => [keyOf(row), row])))
  }
  const comparable = tables
    .map((table) => ({ ...table, columns: table.columns.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
  return { rows, shape: JSON.stringify(comparable) }
}

/** Whether a column or table is of a field or lookup that was dropped: `year`, `place_key`, `supplier_id`, `item_tags`. */
function isDropped(dropped: ReadonlySet<string>, table: string, column: string): boolean {
  const names = [column, column.replace(/_key$/, ''), column.replace(/_id$/, '')]
  const prefix = table === 'items' ? '' : `${table}.`
  return names.some((name) => dropped.has(prefix + name))
}

/** Rows may come (types, permissions of roles); what was there is there with the values it had. */
function expectKept(before: Stored, after: Stored, dropped: ReadonlySet<string>): void {
  for (const [table, rows] of before.rows) {
    const now = after.rows.get(table)
    if (!now) {
      expect([...dropped].some((name) => table === name || table === `item_${name}`)).toBe(true)
      continue
    }
    for (const [key, row] of rows) {
      const found = now.get(key)
      // A type that came with a preset and no item has goes with it again, and so do permissions.
      if (!found && ['item_types', 'item_type_fields', 'role_permissions'].includes(table)) continue
      expect(found, `${table} ${key}`).toBeDefined()
      for (const [column, value] of Object.entries(row).filter(([name]) => !isDerived(name)))
        if (column in (found ?? {})) expect(found?.[column], `${table}.${column}`).toEqual(value)
        else expect(isDropped(dropped, table, column), `${table}.${column} went`).toBe(true)
    }
  }
}

interface Walker {
  clone: Clone
  url: string
  run(...args: string[]): Promise<string>
}

async function begin(name: string, url: string): Promise<Walker> {
  const clone = await cloneProject(path.join(inject('runFolder'), `walk-${name}-${String(process.pid)}`))
  const run = async (...args: string[]) => {
    const { code, out, err } = await clone.crowfoot(args, url)
    expect({ code, err, args }).toEqual({ code: 0, err: '', args })
    return out
  }
  await run('db', 'upgrade')
  return { clone, url, run }
}

interface Falling {
  name: string
  what: string
  needs?: string
}

/** One step: to a preset, with what falls away kept or dropped by chance. */
async function adapt(walker: Walker, preset: string, isKept: () => boolean): Promise<void> {
  const { falling } = JSON.parse(await walker.run('adapt', preset, '--dry-run', '--json')) as {
    falling: Falling[]
  }
  const kept = new Set(falling.filter(() => isKept()).map(({ name }) => name))
  for (const { name, needs } of falling) if (kept.has(name) && needs !== undefined) kept.add(needs)
  const options = falling.flatMap(({ name }) => [kept.has(name) ? '--keep' : '--drop', name])
  const before = await read(walker.url)
  await walker.run('adapt', preset, ...options, '--yes')
  await walker.run('db', 'upgrade')
  await walker.run('db', 'check')
  const dropped = new Set(falling.flatMap(({ name }) => (kept.has(name) ? [] : [name])))
  expectKept(before, await read(walker.url), dropped)
}

/** Takes the last step back at once: the database and the declaration are as they were, but for what was dropped on the way. */
async function thereAndBack(walker: Walker, preset: string): Promise<void> {
  const domain = () => readFile(path.join(walker.clone.folder, 'src/domain.ts'), 'utf8')
  const [before, text] = [await read(walker.url), await domain()]
  await adapt(walker, preset, () => true)
  await walker.run('adapt', '--undo', '--yes')
  expect(await read(walker.url)).toEqual(before)
  expect(await domain()).toBe(text)
}

const presets = presetNames()
const steps = fc.array(
  fc.record({
    preset: fc.constantFrom(...presets),
    keep: fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
    back: fc.boolean(),
  }),
  { minLength: 2, maxLength: 4 },
)

describe.each([
  ['sqlite', undefined],
  ...(serverUrl === undefined ? [] : [['postgresql', serverUrl] as const]),
] as const)('walks on %s', (engine) => {
  it.each(Array.from({ length: walks }, (_, index) => index + 1))('walk %i', async (seed) => {
    const name = `${engine}-${String(seed)}`
    const url =
      engine === 'sqlite'
        ? `sqlite:${path.join(inject('runFolder'), `${name}-${String(process.pid)}.db`)}`
        : await createOnServer(inject('runFolder'))
    const walker = await begin(name, url)
    const [way = []] = fc.sample(steps, { numRuns: 1, seed })
    for (const { preset, keep, back } of way) {
      // What is of the present declaration is filled: the records of all presets, of which unknown columns are passed over.
      for (const sample of presets) await walker.run('data', 'sample', sample)
      expect((await read(url)).rows.get('items')?.size).toBeGreaterThan(500)
      let turn = 0
      if (back) await thereAndBack(walker, preset)
      else await adapt(walker, preset, () => keep[turn++ % keep.length] ?? true)
    }
    if (engine === 'postgresql') await dropFromServer(url)
  })
})
