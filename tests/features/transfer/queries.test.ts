/** Exporting: what leaves the catalogue and comes back, to an empty one or to the same, is equal. */
import { writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lookups } from '../../../src/declared.ts'
import type { Database } from '../../../src/db/engine/connection.ts'
import type { ItemChange } from '../../../src/features/catalogue/items/commands/changes.ts'
import { writeItems } from '../../../src/features/catalogue/items/commands/write.ts'
import { noFilter } from '../../../src/features/catalogue/items/forms/filter.ts'
import type { ItemFilter } from '../../../src/features/catalogue/items/forms/filter.ts'
import { readWhole } from '../../../src/features/catalogue/items/queries.ts'
import type { WholeItem } from '../../../src/features/catalogue/items/queries.ts'
import { importFile } from '../../../src/features/transfer/commands.ts'
import { columns, csvLine } from '../../../src/features/transfer/forms.ts'
import { exportText } from '../../../src/features/transfer/forms/text.ts'
import { readEverything } from '../../../src/features/transfer/queries.ts'
import { readableFields } from '../../../src/security/rights/policy.ts'
import { transaction } from '../../../src/security/rights/transaction.ts'
import { operator, visitor } from '../../../src/security/rights/viewer.ts'
import { anyCell, readableText } from '../../setup/any-field.ts'
import { forEachEngine, opened } from '../../setup/database.ts'
import { cleanFile, fileOf, long } from './records.ts'
import { ofDomain } from '../../setup/known-fields.ts'
import { searchFor } from '../../setup/search.ts'

/** What everybody may read. */
const openFields = readableFields(visitor(true))

/** The columns of the rows below; an import leaves those out that the domain lacks. */
const header = 'title,description,year,item_type,identifier,creators,categories'

async function exported(database: Database): Promise<string> {
  const pieces: string[] = []
  const text = exportText(readEverything(database, operator), {
    format: 'csv',
    fields: readableFields(operator),
  })
  for await (const piece of text) pieces.push(piece)
  return pieces.join('')
}

async function imported(database: Database, file: string) {
  const report = await importFile(database, file, { dryRun: false, onDuplicate: 'skip', actor: operator })
  expect(report.refused).toBe(0)
  return report
}

function write(database: Database, changes: readonly ItemChange[]): Promise<unknown> {
  return transaction(database.em(), operator, 'import.run', ({ db }) => writeItems(db, changes, operator))
}

async function empty(database: Database): Promise<void> {
  for (const table of ['items', ...Object.values(lookups).map(({ table }) => table)]) {
    await database.em().execute(`delete from ${table}`)
  }
}

/** A cell for each column. */
const row = fc.record(
  Object.fromEntries(columns.map((name) => [name, name === 'item_type' ? readableText : anyCell(name)])),
)

describe('the round trip', () => {
  forEachEngine((database, engine) => {
    const other = opened(engine)

    it('of real records ends where it began, in an empty catalogue and in the same', async () => {
      await imported(database(), cleanFile())
      const first = await exported(database())
      const file = fileOf('round-trip.csv', first)
      await imported(other(), file)
      expect(await exported(other())).toBe(first)
      expect(await imported(database(), file)).toMatchObject({ added: 0 })
      expect(await exported(database())).toBe(first)
    })

    it('of any items ends where it began', async () => {
      const file = fileOf('any.csv', '')
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 12 }), async (rows) => {
          await empty(database())
          await empty(other())
          const lines = [
            csvLine(columns),
            ...rows.map((each) => csvLine(columns.map((column) => each[column] ?? ''))),
          ]
          writeFileSync(file, lines.join(''))
          await imported(database(), file)
          const first = await exported(database())
          writeFileSync(file, first)
          await imported(other(), file)
          expect(await exported(other())).toBe(first)
          expect(await imported(database(), file)).toMatchObject({ added: 0 })
          expect(await exported(database())).toBe(first)
        }),
        { numRuns: long ? 500 : 25 },
      )
    })
  })
})

forEachEngine((database) => {
  it('reads portion by portion, and ends with its reader', async () => {
    const rows = Array.from({ length: 1_201 }, (_, i) => `T ${i},,,Book,n${i},,\n`).join('')
    await imported(database(), fileOf('many.csv', `${header}\n${rows}`))
    const sizes: number[] = []
    for await (const items of readEverything(database(), operator)) sizes.push(items.length)
    expect(sizes).toEqual([500, 500, 201])

    const reading = readEverything(database(), operator)
    await reading.next()
    await reading.return()
    expect(await reading.next()).toMatchObject({ done: true })
  })

  // The items are the 1,201 from above.
  it.each([
    ['all, by title', { sort: 'title' } as const],
    ['those found, by title', { ...searchFor('t'), sort: 'title' } as const],
    ['all, the newest first', {}],
  ])(
    'an item that is deleted or renamed meanwhile takes no other one out of the file: %s',
    async (_, choice) => {
      const filter: ItemFilter = { ...noFilter, ...choice }
      const read = async (between: (first: readonly WholeItem[]) => Promise<void>) => {
        const reading = readWhole(database(), filter, operator)
        const first = (await reading.next()).value ?? []
        await between(first)
        const rest = await Array.fromAsync(reading)
        return [...first, ...rest.flat()].map(({ id }) => id)
      }
      const all = await read(() => Promise.resolve())
      const [gone, renamed] = [all[499] ?? 0, all[498] ?? 0]
      const later = all[501] ?? 0
      const left = await read(async () => {
        await write(database(), [
          { kind: 'delete', id: gone },
          { kind: 'delete', id: later },
          { kind: 'update', id: renamed, values: { title: '1 zzz' } },
        ])
      })
      expect(left).toEqual(all.filter((id) => id !== later))
    },
  )

  it('gives the oldest first, so that they keep their order when they are added again', async () => {
    const text = await exported(database())
    const row = (i: number) => ({ title: `T ${i}`, item_type: 'Book', ...ofDomain({ identifier: `n${i}` }) })
    const lines = [0, 1].map((i) => csvLine(columns.map((column) => row(i)[column as 'title'] ?? '')).trim())
    expect(text.split('\r\n').slice(1, 3)).toEqual(lines)
  })

  it('writes JSON as one array or line by line, with numbers, lists and nothing where there is nothing', async () => {
    await empty(database())
    const text = async (format: 'json' | 'jsonl') => {
      const pieces: string[] = []
      for await (const piece of exportText(readEverything(database(), operator), {
        format,
        fields: openFields,
      }))
        pieces.push(piece)
      return pieces.join('')
    }
    expect(JSON.parse(await text('json'))).toEqual([])
    expect(await text('jsonl')).toBe('')
    await imported(
      database(),
      fileOf('json.csv', `${header}\nA,,-428,Book,,"Ada;""x;y""",\nB,b,,Film,1,,z\n`),
    )
    const items = [
      {
        title: 'A',
        description: '',
        year: -428,
        item_type: 'Book',
        identifier: null,
        creators: ['Ada', 'x;y'],
        categories: [],
      },
      {
        title: 'B',
        description: 'b',
        year: null,
        item_type: 'Film',
        identifier: '1',
        creators: [],
        categories: ['z'],
      },
    ].map((fields) => ({ id: expect.any(Number), ...ofDomain(fields) }))
    // A project's own fields are there as well, with nothing in them.
    expect(JSON.parse(await text('json'))).toMatchObject(items)
    expect(
      (await text('jsonl'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line)),
    ).toMatchObject(items)
  })
})
