/** Every kind of field on both engines: what is taken is stored, read, sorted and found as a person expects; what is wrong is refused. */
import { DatabaseSync } from 'node:sqlite'
import { defineEntity, p } from '@mikro-orm/core'
import fc from 'fast-check'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database, Engine, Reader } from '../../src/db/engine/connection.ts'
import { insertMany, isOneOf } from '../../src/db/engine/many.ts'
import { modelDdl } from '../../src/db/migrate/generate/models.ts'
import { checksOf, columnsOf, indexesOf, uniquesOf } from '../../src/db/schema/columns.ts'
import { afterItem } from '../../src/db/reading/cursor.ts'
import * as field from '../../src/fields/index.ts'
import { normalForms } from '../../src/rules/identifiers/index.ts'
import { mostWords, searchKey, searchWords } from '../../src/rules/text.ts'
import { openScratch } from '../setup/database.ts'
import { createScratch } from '../setup/scratch.ts'
import type { Scratch } from '../setup/scratch.ts'
import { everyKind } from './every-kind.ts'

const numRuns = process.env.LONG === '1' ? 300 : 12

const kinds = Object.entries(everyKind)
const fields = Object.fromEntries(kinds.map(([name, kind]) => [name, kind.field]))
const declared = Object.entries(fields)

/** The table of items of a project that has a field of each kind and nothing else. */
const Tried = defineEntity({
  name: 'Tried',
  tableName: 'items',
  properties: {
    id: p.integer().primary().autoincrement(),
    ...columnsOf(fields),
    item_type: p.integer().default(1),
  },
  uniques: uniquesOf(declared.filter(([name]) => name !== 'code')),
  indexes: indexesOf('items', declared),
  checks: checksOf('items', fields),
} as never)

interface Trial {
  engine: Engine
  database: Database
  scratch: Scratch
  /** On a connection that writes. */
  db: Reader
}
const trials: Trial[] = []

beforeAll(async () => {
  const ddl = await modelDdl([Tried] as never)
  for (const engine of ['sqlite', 'postgresql'] as const) {
    const scratch = await createScratch(engine, 'empty')
    if (typeof scratch.target === 'string' && engine === 'sqlite')
      new DatabaseSync(scratch.target.slice('sqlite:'.length)).close()
    const database = await openScratch(scratch)
    const db = database.em().getKysely() as unknown as Reader
    for (const statement of ddl[engine].split(';\n').filter((each) => each.trim() !== ''))
      await sql.raw(statement).execute(db)
    trials.push({ engine, database, scratch, db })
  }
})
afterAll(async () => {
  for (const { database, scratch } of trials) {
    await database.close()
    await scratch.remove()
  }
})

const isValue = (name: string, sent: string) => fields[name]?.parse(sent).problem === undefined
const parsed = (name: string, sent: string): unknown => fields[name]?.parse(sent).value
const isEmpty = (name: string, value: unknown) => value === null || value === fields[name]?.empty

/** A row as the writer of items makes it: each field, and beside it what it is compared by. */
function rowOf(values: Readonly<Record<string, unknown>>, id: number): Record<string, unknown> {
  const row: Record<string, unknown> = { id, item_type: 1 }
  for (const [name, { keyOf, empty }] of declared) {
    const value: unknown = values[name] ?? (name === 'title' ? 'Untitled' : empty)
    row[name] = value
    if (keyOf) row[`${name}_key`] = keyOf(value)
  }
  return row
}

/** Fills both tables anew: the item with the id n holds the n-th value. */
async function fill(rows: readonly Readonly<Record<string, unknown>>[]): Promise<void> {
  for (const { db, engine } of trials) {
    await sql`delete from items`.execute(db)
    await insertMany(db, engine, 'items', rows.map((values, at) => rowOf(values, at + 1)) as never)
  }
}

/** The same query on both engines, which answer the same. */
async function both(query: RawBuilder<{ id: number }>): Promise<number[]> {
  const answers: number[][] = []
  for (const { db } of trials) answers.push((await query.execute(db)).rows.map(({ id }) => id))
  expect(answers[1]).toEqual(answers[0])
  return answers[0] ?? []
}

/** Texts for a field, among them empty ones, ready to be values. */
const sentFor = (name: string) =>
  fc.oneof(
    { weight: 6, arbitrary: everyKind[name]?.sent ?? fc.constant('') },
    { weight: 1, arbitrary: fc.constant('') },
  )
const valuesOf = (name: string) =>
  fc
    .array(
      sentFor(name).filter((sent) => isValue(name, sent)),
      { minLength: 1, maxLength: 40 },
    )
    .map((texts) => texts.map((sent) => parsed(name, sent)))

const withField = (name: string, values: readonly unknown[]) => values.map((value) => ({ [name]: value }))

it('has every kind', () => {
  const known = (Object.values(field) as ((...options: unknown[]) => { kind: string })[]).map((make) =>
    make('Label', { currency: 'EUR', values: ['a'], of: 'types', read: 'item.notes.read' }),
  )
  const tried = new Set<string>(declared.map(([, { kind }]) => kind))
  // What refers to a row of another table is tried with that table.
  const referring = ['person', 'item', 'lookup']
  const kindsOfAll = known.map(({ kind }) => kind).filter((kind) => !referring.includes(kind))
  expect([...tried].sort()).toEqual(kindsOfAll.sort())
})

describe.each(kinds)('%s', (name, { field: declaration, sent, compare }) => {
  it('takes most of what is tried here', () => {
    expect(
      fc.sample(sent, { numRuns: 200, seed: 19 }).filter((each) => isValue(name, each)).length,
    ).toBeGreaterThan(100)
  })

  it('is read from its text as it was', () => {
    fc.assert(
      fc.property(valuesOf(name), (values) => {
        for (const value of values) expect(declaration.parse(declaration.text(value))).toEqual({ value })
      }),
    )
  })

  it('is stored by the writer and read back equal on both engines', async () => {
    await fc.assert(
      fc.asyncProperty(valuesOf(name), async (values) => {
        const stored = name === 'title' ? values : [...values, declaration.empty]
        await fill(withField(name, stored))
        for (const { db } of trials) {
          const { rows } = await sql<{ value: unknown }>`
            select ${sql.ref(name)} as value from items order by id`.execute(db)
          const { fromRow = (value: unknown) => value } = declaration
          expect(rows.map(({ value }) => fromRow(value))).toEqual(stored)
        }
      }),
      { numRuns },
    )
  })

  // So the writer asks whether another item has the value of a field that is unique.
  it.skipIf(declaration.keyed)('is found by its value on both engines', async () => {
    await fc.assert(
      fc.asyncProperty(valuesOf(name), async (values) => {
        await fill(withField(name, values))
        const [wanted] = values
        const equal = values.flatMap((value, at) =>
          declaration.text(value) === declaration.text(wanted) ? [at + 1] : [],
        )
        for (const { db, engine } of trials) {
          const { rows } = await sql<{ id: number }>`
            select id from items where ${isOneOf(engine, name, [wanted])} order by id`.execute(db)
          expect(rows.map(({ id }) => id)).toEqual(wanted === null ? [] : equal)
        }
      }),
      { numRuns },
    )
  })

  const { order } = declaration
  if (order) {
    it.each(['up', 'down'] as const)('sorts %s, with what is empty last, page by page', async (way) => {
      const sign = way === 'up' ? 1 : -1
      const direction = way === 'up' ? 'asc' : 'desc'
      const key = sql.raw<string>(order(`items.${name}`)[way])
      const by = sql`order by ${key} ${sql.raw(direction)}, id ${sql.raw(direction)}`
      await fc.assert(
        fc.asyncProperty(valuesOf(name), async (values) => {
          await fill(withField(name, values))
          const expected = values
            .map((value, at) => ({ value, id: at + 1 }))
            .sort(
              (a, b) =>
                Number(isEmpty(name, a.value)) - Number(isEmpty(name, b.value)) ||
                (isEmpty(name, a.value) ? 0 : sign * (compare?.(a.value as never, b.value as never) ?? 0)) ||
                sign * (a.id - b.id),
            )
            .map(({ id }) => id)
          expect(await both(sql`select id from items ${by}`)).toEqual(expected)
          // Pages of three, each from the last item of the one before.
          const walked = await both(sql`select id from items ${by} limit 3`)
          while (walked.length < expected.length) {
            const after = afterItem(key, sql.ref('items.id'), walked.at(-1) ?? 0, direction)
            const page = await both(sql`select id from items where ${after} ${by} limit 3`)
            expect(page).not.toEqual([])
            walked.push(...page)
          }
          expect(walked).toEqual(expected)
        }),
        { numRuns },
      )
    })

    it.each(['up', 'down'] as const)('begins a page %s in the middle of its index', async (way) => {
      const direction = way === 'up' ? 'asc' : 'desc'
      const key = sql.raw<string>(order(`items.${name}`)[way])
      const after = afterItem(key, sql.ref('items.id'), 7, direction)
      const page = sql`select id from items where ${after} order by ${key} ${sql.raw(direction)}, id ${sql.raw(direction)} limit 25`
      const index = name === 'title' ? 'ix_items_title_start' : `ix_items_${name}_${way}`
      const plans: string[] = []
      for (const { db, engine } of trials) {
        const explained = await db.transaction().execute(async (tx) => {
          // A table of few rows is read whole and sorted unless that is forbidden.
          for (const way of engine === 'postgresql' ? ['seqscan', 'bitmapscan', 'sort'] : [])
            await sql.raw(`set local enable_${way} = off`).execute(tx)
          const explain = engine === 'sqlite' ? sql`explain query plan` : sql`explain`
          return sql<object>`${explain} ${page}`.execute(tx)
        })
        plans.push(JSON.stringify(explained.rows))
      }
      const [sqlite, postgresql] = plans
      expect(sqlite).toMatch(new RegExp(`SEARCH items USING (COVERING )?INDEX ${index} \\(<expr>[<>]\\?\\)`))
      expect(sqlite).not.toContain('TEMP B-TREE')
      expect(postgresql).toMatch(new RegExp(`Index (Only )?Scan( Backward)? using ${index} on items`))
      expect(postgresql).toMatch(/Index Cond: .*ROW\(/)
      expect(postgresql).not.toContain('Sort')
    })
  }

  const { filterBy } = declaration
  // What the search index finds is tried with the search.
  if (filterBy?.where) {
    const noNotice = (notice: string): void => {
      throw new Error(notice)
    }
    const of = { name, label: declaration.label }
    const read = (sent: Record<string, string[]>, say: (notice: string) => void = noNotice) =>
      filterBy.read(of, (parameter) => sent[parameter] ?? [], say) as unknown

    it('finds what a look at each value finds, and its address says the same again', async () => {
      await fc.assert(
        fc.asyncProperty(valuesOf(name), fc.infiniteStream(fc.nat()), async (values, picks) => {
          await fill(withField(name, values))
          const pick = () => picks.next().value as number
          for (let tries = 0; tries < 3; tries++) {
            const asked = askedOf(name, values, pick)
            const choice = read(asked)
            if (choice === undefined) continue
            const where = filterBy.where?.(`items.${name}`, choice)
            const found = await both(sql`select id from items where ${where} order by id`)
            expect(found).toEqual(
              values.flatMap((value, at) => (isAskedFor(name, value, choice) ? [at + 1] : [])),
            )
            const address = Object.entries(filterBy.query(name, choice)).map(
              ([parameter, each]): [string, string[]] => [parameter, [each].flat()],
            )
            expect(address.map(([parameter]) => parameter)).toEqual(
              filterBy.parameters(name).filter((each) => address.some(([known]) => known === each)),
            )
            expect(read(Object.fromEntries(address))).toEqual(choice)
          }
        }),
        { numRuns },
      )
    })

    it('leaves out what it cannot use, and says so', () => {
      if (filterBy.kind === 'contains') return
      const notices: string[] = []
      const wrong = Object.fromEntries(filterBy.parameters(name).map((each) => [each, ['c. 1800']]))
      expect(read(wrong, (notice) => void notices.push(notice))).toBeUndefined()
      expect(notices).toHaveLength(filterBy.parameters(name).length)
      expect(notices[0]).toContain('c. 1800')
    })
  }
})

/** An address that narrows by some of these values. */
function askedOf(name: string, values: readonly unknown[], pick: () => number): Record<string, string[]> {
  const { filterBy, text } = fields[name] ?? {}
  const one = () => text?.(values[pick() % values.length]) ?? ''
  if (filterBy?.kind === 'range') {
    const [from, to] = [one(), one()]
    const isRight = to === '' || from === '' || ordered(name, from, to) <= 0
    return { [`${name}_from`]: [isRight ? from : to], [`${name}_to`]: [isRight ? to : from] }
  }
  if (filterBy?.kind === 'contains') {
    const word = [...one()]
    const start = pick() % (word.length || 1)
    return { [name]: [word.slice(start, start + 1 + (pick() % 3)).join('')] }
  }
  return { [name]: (filterBy?.keys ?? []).filter(() => pick() % 2 === 0) }
}

const ordered = (name: string, a: string, b: string): number =>
  everyKind[name]?.compare?.(parsed(name, a) as never, parsed(name, b) as never) ?? 0

/** Whether a value is among those asked for, as a person would say. */
function isAskedFor(name: string, value: unknown, choice: unknown): boolean {
  const { filterBy, kind } = fields[name] ?? {}
  if (filterBy?.kind === 'range') {
    const { from, to } = choice as { from?: string; to?: string }
    if (value === null) return false
    const text = fields[name]?.text(value) ?? ''
    return (
      (from === undefined || ordered(name, from, text) <= 0) &&
      (to === undefined || ordered(name, text, to) <= 0)
    )
  }
  if (filterBy?.kind === 'contains') {
    if (value === null) return false
    const [held, sought] = [searchKey(value as string), searchKey(choice as string)]
    const words = searchWords(choice as string).slice(0, mostWords)
    if (words.every((word) => held.includes(word))) return true
    if (kind !== 'identifier') return false
    // An identifier is the same with and without hyphens and blanks, and in each of its spellings.
    const bare = (text: string) => text.replace(/[ -]/g, '')
    return (bare(sought) !== '' && bare(held).includes(bare(sought))) || normalForms(sought).includes(held)
  }
  const chosen = choice as string[]
  if (kind === 'link') return chosen.includes(value === null ? 'none' : 'yes')
  if (kind === 'yesNo') return chosen.includes(value === null ? 'none' : value === true ? 'yes' : 'no')
  return chosen.includes(value as string)
}

describe('what a person expects', () => {
  it.each<[string, string[]]>([
    ['title', ['Ape', 'Äpfel', 'apple', 'Zebra']],
    ['place', ['2 A', 'Åland', 'Éclair', 'el Niño', 'Ωmega', '東京']],
    ['number', ['-10', '-9', '0', '9', '10', '1000']],
    ['weight', ['-1.5', '-0.001', '0', '0.25', '9.9', '10', '100']],
    ['price', ['-20', '0', '9.99', '10', '1000000', '9999999999999.99']],
    ['written', ['-428', '-5', '5', '1815']],
    ['bought', ['0794-01-01', '1999-12-31', '2000-01-01']],
    ['seen_at', ['2026-03-29T09:00:00+02:00', '2026-03-29T08:00:00Z', '2026-03-29 04:30-05:00']],
    ['state', ['on_loan', 'away', 'home']],
    ['works', ['yes', 'no']],
  ])('%s sorts %j', async (name, texts) => {
    // From both ends to the middle, so that the order of ids is none of both; and one without, unless all have one.
    const mixed = [...texts.entries()].sort(([a], [b]) => (a % 2) - (b % 2) || b - a).map(([, each]) => each)
    const values = [...(name === 'title' ? [] : ['']), ...mixed].map((sent) => parsed(name, sent))
    expect(values).not.toContain(undefined)
    await fill(withField(name, values))
    for (const [way, direction] of [
      ['up', 'asc'],
      ['down', 'desc'],
    ] as const) {
      const key = sql.raw(fields[name]?.order?.(name)[way] ?? '')
      const ids = await both(sql`select id from items order by ${key} ${sql.raw(direction)}`)
      const sorted = way === 'up' ? texts : texts.toReversed()
      const expected = [...sorted.map((sent) => parsed(name, sent)), ...(name === 'title' ? [] : [null])]
      expect(ids.map((id) => values[id - 1])).toEqual(expected)
    }
  })

  it.each<[string, string, unknown]>([
    ['number', ' +007 ', 7],
    ['number', '-0', 0],
    ['weight', '.5', '0.500'],
    ['weight', '-0', '0.000'],
    ['weight', '12.5000', '12.500'],
    ['price', '12', '12.00'],
    ['price', '+12.', '12.00'],
    ['price', '0012.50', '12.50'],
    ['price_there', '1200', '1200'],
    ['written', '-428', -428],
    ['bought', ' 2024-02-29 ', '2024-02-29'],
    ['seen_at', '2026-03-29', '2026-03-29T00:00:00.000Z'],
    ['seen_at', '2026-03-29T10:00+02:00', '2026-03-29T08:00:00.000Z'],
    ['state', 'At home', 'home'],
    ['works', 'IT DOES', true],
    ['works', 'no', false],
    ['place', ' Hall ', 'Hall'],
    ['code', 'n/a', null],
    ['page_there', ' https://example.org/a ', 'https://example.org/a'],
    ['note', 'a\r\nb', 'a\nb'],
  ])('%s takes %j as %j', (name, sent, value) => {
    expect(fields[name]?.parse(sent)).toEqual({ value })
  })

  it('counts sums of money exactly, to its digits', async () => {
    await fill(withField('price', ['0.10', '0.20', '0.70', null]))
    for (const { db } of trials) {
      const { rows } = await sql<{ sum: unknown }>`select round(sum(price), 2) as sum from items`.execute(db)
      expect(fields.price?.fromRow?.(rows[0]?.sum)).toBe('1.00')
    }
  })
})

describe('what is wrong is refused with the reason', () => {
  const wrong: Record<string, readonly string[]> = {
    title: ['', '   ', '\u200b', 'a\u0000b', 'x'.repeat(2001), '\ud800', `a${'\u0301'.repeat(40)}`],
    note: ['a\u0000b', 'a\u001bb', 'x'.repeat(20_001), '\udc00'],
    place: ['a\u0000b', 'x'.repeat(501), '\u00ad', '\ud800'],
    code: ['a\u0000b', 'x'.repeat(201), '9.78014E+12', '\u00ad'],
    number: ['1.5', '1,5', '1e3', '0x10', '2147483648', '-2147483649', 'Infinity', 'NaN', '--1', '1 2', '١'],
    weight: ['12,50', '12.5055', '1e3', '10'.padEnd(14, '0'), 'kg', '1.2.3', '.', '-', '0x1', '∞', '1 000', '\u0000'],
    pieces: ['1.5', '10'.padEnd(16, '0'), '9'.repeat(400)],
    share: ['10', '0.123456789012345'],
    price: ['12,50', '12.505', '€12', '12 EUR', '1e3', '1'.padEnd(17, '0'), '1'.padEnd(14, '0'), '', '1_000'].filter(Boolean),
    price_there: ['1.5', '0.01'],
    stars: ['0', '6', '-1', '3.5', 'five'],
    written: ['c. 1800', '10000', '-10000', '1e3', '1800s', '428 BCE'],
    bought: ['2024-02-30', '2023-02-29', '2024-13-01', '2024-00-10', '24-01-01', '2024-1-1', '01.02.2024', '2024-01-01T00:00:00Z', '0000-01-01', '-0044-03-15', '10000-01-01', 'today'],
    seen_at: ['2024-02-30T10:00:00Z', '2026-03-29T24:00:00Z', '2026-03-29T10:60Z', '2026-03-29T10', 'now', '1700000000', '0001-01-01T00:00:00+01:00', '10000-01-01T00:00:00Z', '2026-03-29T10:00:00+99:99'],
    state: ['stolen', 'ON_LOAN', '0', 'on_loan,away', '__proto__', 'constructor', "'"],
    works: ['maybe', '1', '0', 'true', 'false', 'y'],
    page_there: ['javascript:alert(1)', 'JAVASCRIPT:alert(1)', 'data:text/html,x', 'ftp://example.org', '//example.org', 'example.org', 'https://', 'https://a b', 'https://exa\u0000mple.org', `https://example.org/${'x'.repeat(2000)}`, 'java\nscript:alert(1)', 'https://example.org:99999/'],
  } // prettier-ignore

  it.each(kinds)('%s', (name, { field: declaration }) => {
    const examples = wrong[name] ?? []
    expect(examples).not.toEqual([])
    for (const sent of examples) {
      const { value, problem } = declaration.parse(sent)
      expect({ sent, value, problem }).toEqual({
        sent,
        value: undefined,
        problem: expect.stringMatching(/\w/),
      })
    }
  })

  it('whatever is sent, it is a value that both engines keep, or refused', async () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.stringMatching(/^[-+.,0-9eETZ: ]{0,25}$/),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...kinds.map(([name]) => name)),
        fc.array(anything),
        async (name, sents) => {
          const values = sents.filter((sent) => isValue(name, sent)).map((sent) => parsed(name, sent))
          await fill(withField(name, values))
          expect(await both(sql`select id from items order by id`)).toHaveLength(values.length)
        },
      ),
      { numRuns: numRuns * 5 },
    )
  })

  it('the database itself refuses what goes round the form', async () => {
    const around: Record<string, unknown> = {
      title: ' ',
      note: 'x'.repeat(20_001),
      place: '',
      code: '',
      weight: '1000000000000',
      price: '10000000000000',
      stars: 6,
      written: 10_000,
      bought: '9999-12-31',
      state: 'stolen',
      page_there: ' ',
    }
    for (const { db, engine } of trials)
      for (const [name, value] of Object.entries(around)) {
        const written = insertMany(db, engine, 'items', [{ ...rowOf({}, 1), [name]: value }] as never)
        await expect(written, `${name} on ${engine}`).rejects.toThrow(/check|overflow/i)
      }
  })
})
