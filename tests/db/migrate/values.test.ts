/** A value that gets another type keeps its meaning exactly, or stops the revision with its row: the same values on both engines. */
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { applySteps } from '../../../src/db/migrate/core/apply.ts'
import { openForMigration } from '../../../src/db/migrate/index.ts'
import type { Connection } from '../../../src/db/migrate/index.ts'
import { integer, primaryKey } from '../../../src/db/migrate/define.ts'
import { obstacleOf } from '../../../src/db/migrate/safety/obstacles.ts'
import { Operations } from '../../../src/db/migrate/core/operations.ts'
import { inTransaction } from '../../../src/db/migrate/core/transaction.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { kinds, sameMeaning } from './values.ts'
import type { Kind } from './values.ts'

const engines = ['sqlite', 'postgresql'] as const
const open: { scratch: Scratch; connection: Connection }[] = []
beforeAll(async () => {
  for (const engine of engines) {
    const scratch = await createScratch(engine, 'empty')
    open.push({ scratch, connection: await openForMigration(scratch.target) })
  }
})
afterAll(async () => {
  for (const { scratch, connection } of open) {
    await connection.close()
    await scratch.remove()
  }
})

function plan(write: (op: Operations) => void): Operations['steps'] {
  const op = new Operations()
  write(op)
  return op.steps
}

interface Outcome {
  refused: number[]
  /** Of the values that were not refused. */
  after: Map<number, unknown>
  /** What the upgrade with all values says; undefined where it goes through. */
  message: string | undefined
}

const undo = new Error('undone')

/** Fills a table of its own, which is gone afterwards. */
async function withValues(
  connection: Connection,
  from: Kind,
  values: readonly unknown[],
  work: () => Promise<void>,
): Promise<void> {
  const columns = { id: integer().notNull(), a: from.column }
  await inTransaction(connection, async () => {
    await applySteps(
      connection,
      plan((op) => op.createTable('things', columns, [primaryKey('id')])),
    )
    const rows = values.map((a, i) => ({ id: i + 1, a }))
    await connection.kysely.insertInto('things').values(rows).execute()
    await work()
    throw undo
  }).catch((error: unknown) => {
    if (error !== undo) throw error
  })
}

async function convert(connection: Connection, to: Kind): Promise<Outcome> {
  const change = plan((op) => op.alterType('things', 'a', to.column))
  await connection.query('savepoint as_before')
  const message = await applySteps(connection, change).then(
    () => undefined,
    (error: unknown) => (error as Error).message,
  )
  await connection.query('rollback to savepoint as_before')
  const refused = await refusedBy(connection, change)
  if (refused.length > 0) await connection.query(`delete from things where id in (${refused.join(', ')})`)
  await applySteps(connection, change)
  const after = await read(connection, to)
  await connection.query('rollback to savepoint as_before')
  return { refused, after, message }
}

async function refusedBy(connection: Connection, [step]: Operations['steps']): Promise<number[]> {
  const obstacle = step && (await obstacleOf(connection, step))
  if (!obstacle) return []
  if (obstacle.before !== undefined) await connection.query(obstacle.before)
  return (await connection.query<{ id: number }>(obstacle.rows + obstacle.order)).map(({ id }) => id)
}

async function read(connection: Connection, { name, means }: Kind): Promise<Map<number, unknown>> {
  const moment = `to_char(a, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
  const text = means === 'bytes' ? `encode(a, 'hex')` : name === 'time' ? moment : 'a::text'
  const what = connection.engine === 'sqlite' ? (means === 'bytes' ? 'lower(hex(a))' : 'a') : text
  const rows = await connection.query<{ id: number; a: unknown }>(`select id, ${what} as a from things`)
  return new Map(rows.map(({ id, a }) => [id, a]))
}

/** Each outcome is right by itself, and both are one. @returns what is wrong, one line each */
function faults(from: Kind, to: Kind, values: readonly unknown[], outcomes: readonly Outcome[]): string[] {
  const [sqlite, postgresql] = outcomes
  const differ = values.flatMap((value, i) => {
    const on = [sqlite, postgresql].map((outcome) => outcome?.refused.includes(i + 1))
    return on[0] === on[1] ? [] : [`${show(value)} is refused on ${on[0] ? 'SQLite' : 'PostgreSQL'} only`]
  })
  // JSON keeps its spaces on SQLite.
  const written = to.means === 'text' && from.name !== 'json' ? [...(sqlite?.after ?? [])] : []
  const otherwise = written.flatMap(([id, text]) => {
    const other = postgresql?.after.get(id) ?? text
    return text === other ? [] : [`${show(text)} is ${show(other)} on PostgreSQL`]
  })
  const wrong = outcomes.flatMap(({ after, refused, message }) => {
    const changed = [...after].filter(([id, now]) => !sameMeaning(from, to, values[id - 1], now))
    const lines = changed.map(([id, now]) => `${show(values[id - 1])} became ${show(now)}`)
    const rows = refused.length === 1 ? 'row of things has' : 'rows of things have'
    const says = `change column things.a: ${refused.length} ${rows} a a that does not fit the new type (id ${refused[0]}: `
    const named = refused.length === 0 ? message === undefined : message?.startsWith(says)
    return named ? lines : [...lines, `it says ${String(message)}`]
  })
  return [...differ, ...otherwise, ...wrong].map((line) => `${from.name} to ${to.name}: ${line}`)
}

const show = (value: unknown) => (value instanceof Uint8Array ? String(value) : JSON.stringify(value))

it.each(kinds.map((kind) => [kind.name, kind] as const))(
  'keeps any %s exactly in a column of any other type, or names its row',
  async (_, from) => {
    const samples = fc.array(from.values, { minLength: 30, maxLength: 60 })
    const property = fc.asyncProperty(samples, async (values) => {
      const outcomes = new Map<Kind, Outcome[]>(kinds.map((to) => [to, []]))
      for (const { connection } of open)
        await withValues(connection, from, values, async () => {
          for (const [to, found] of outcomes) found.push(await convert(connection, to))
        })
      expect([...outcomes].flatMap(([to, found]) => faults(from, to, values, found))).toEqual([])
    })
    await fc.assert(property, { numRuns: process.env.LONG === '1' ? 50 : 2, endOnFailure: true })
  },
)

const examples: [to: string, kept: Record<string, unknown>, refused: string[]][] = [
  ['key', { '  lead  ': '  lead  ' }, []],
  ['varchar(30)', { [' '.repeat(30)]: ' '.repeat(30) }, ['x'.repeat(31), ' '.repeat(31)]],
  ['char(12)', { ab: 'ab', ' b': ' b' }, ['ab ', 'x'.repeat(13)]],
  ['smallint', { '32767': 32767, '-32768': -32768, '1e3': 1000 }, ['32768', '-32769', '1.5']],
  ['float', { '0.1': 0.1, '123456': 123456, '1.5e7': 1.5e7 }, ['1234567', '3e10', '1e-40']],
  [
    'time of day',
    { '23:59:59.99': '23:59:59.99' },
    ['24:00:00', '12:00', '23:59:59.990', '23:59:59.123', '12:00:00Z'],
  ],
  [
    'uuid',
    { '123e4567-e89b-12d3-a456-426614174000': '123e4567-e89b-12d3-a456-426614174000' },
    ['123E4567-e89b-12d3-a456-426614174000', '123e4567'],
  ],
  [
    'integer',
    { ' 12.0': 12, '-2147483648': -2147483648, '1e3': 1000 },
    [
      '',
      '12.5',
      '0x10',
      '2147483648',
      '2147483646.99999999999',
      '-152589510118562730000',
      '1e400',
      '1e-400',
      'NaN',
    ],
  ],
  [
    'real',
    { '0.300000000000004': 0.300000000000004, '1e300': 1e300, '9007199254740991': 2 ** 53 - 1 },
    ['1e400', '1e-400', '0.30000000000000004', '9007199254740993'],
  ],
  [
    'decimal(4,2)',
    { '99.99': 99.99, '99.990': 99.99 },
    ['100', '12345.67', '0.001', '1234567890123456789.01'],
  ],
  ['boolean', { ' YES ': true, '0.0': false }, ['2', '', 'maybe']],
  [
    'time',
    {
      '2024-01-15T10:00:00+0200': '2024-01-15T08:00:00.000Z',
      '2024-01-15 10:00:00.120000': '2024-01-15T10:00:00.120Z',
      '2024-02-29': '2024-02-29T00:00:00.000Z',
    },
    [
      '2024-02-30',
      '2023-02-29',
      '2024-01-15T24:00',
      '2024-01-15T10:00:60Z',
      '2024-01-15T10:00:00.1234Z',
      `2024-01-15T10:00:00.${'0'.repeat(200)}Z`,
      'now',
    ],
  ],
  [
    'date',
    { '2024-02-29': '2024-02-29', '2024-01-15T00:00Z': '2024-01-15' },
    ['2024-01-15T10:00', '20240115'],
  ],
  [
    'json',
    { '[1, {"a": "b"}]': [1, { a: 'b' }], '"\uFFFE"': '\uFFFE' },
    ['{bad}', '{"a":1,"a":2}', '"\\ud83d"', '1e400', 'NaN'],
  ],
  ['bytes', {}, ['', 'ff']],
]

it.each(examples)(
  'takes texts into a column of %s and names those that do not fit',
  async (name, kept, refused) => {
    const from = kinds.find((kind) => kind.name === 'text')
    const to = kinds.find((kind) => kind.name === name)
    if (!from || !to) throw new Error(`there is no kind ${name}`)
    const values = [...Object.keys(kept), ...refused]
    for (const { connection } of open)
      await withValues(connection, from, values, async () => {
        const { refused: ids, after, message } = await convert(connection, to)
        expect(ids.map((id) => values[id - 1])).toEqual(refused)
        for (const value of refused.slice(0, 5))
          expect(message ?? '').toContain(JSON.stringify(value).slice(0, 57))
        expect([...after.values()].map((value) => plain(to, value))).toEqual(Object.values(kept))
      })
  },
)

/** A value as JavaScript has it, on either engine. */
function plain({ means }: Kind, value: unknown): unknown {
  if (means === 'number') return Number(value)
  if (means === 'boolean') return value === 1 || value === 'true'
  return means === 'json' ? JSON.parse(String(value)) : value
}
