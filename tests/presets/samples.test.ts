/** The presets and their records: each is a declaration that can be, and what it begins with keeps its rules. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, inject, it, vi } from 'vitest'
import { domain } from '../../src/domain.ts'
import { checkDeclarations } from '../../src/fields/declaration.ts'
import type { Domain } from '../../src/fields/domain.ts'
import { isReference } from '../../src/fields/field.ts'
import { sortNameField } from '../../src/fields/sort-name.ts'
import { domain as archive } from '../../src/presets/archive.ts'
import { domain as inventory } from '../../src/presets/inventory.ts'
import { domain as library } from '../../src/presets/library.ts'
import { domain as media } from '../../src/presets/media.ts'
import { domain as tasks } from '../../src/presets/tasks.ts'
import { checkIdentifier } from '../../src/rules/identifiers/index.ts'
import { limits } from '../../src/rules/limits.ts'
import { lengthOf, normaliseText, searchKey } from '../../src/rules/text.ts'
import { cloneProject } from '../setup/clone.ts'
import type { Clone } from '../setup/clone.ts'

// Commands are processes of their own.
vi.setConfig({ testTimeout: 300_000 })

const root = path.resolve(import.meta.dirname, '../..')
const presets: Readonly<Record<string, Domain>> = { archive, inventory, library, media, tasks }

type Row = Record<string, string>

function textOf(preset: string, file: string): string {
  return readFileSync(path.join(root, 'samples', preset, `${file}.csv`), 'utf8')
}

const rowsOf = (preset: string, file: string) => parse<Row>(textOf(preset, file), { columns: true })

/** The names in a cell, which are separated by semicolons. */
const namesIn = (cell = '') => cell.split(';').filter((name) => name !== '')

describe('the preset of the library', () => {
  // Whoever has made the project their own has another domain.
  it.runIf(JSON.stringify(domain) === JSON.stringify(library))('is src/domain.ts', () => {
    const text = (file: string) => readFileSync(path.join(root, 'src', file), 'utf8')
    expect(text('presets/library.ts')).toBe(text('domain.ts').replaceAll(`from './`, `from '../`))
  })

  // This holds in every project: a field that only `domain.ts` was given shows here, where the sample has it.
  it('declares every column of its sample', () => {
    const columns = ['item_type', ...Object.keys(library.fields)]
    expect(columns).toEqual(expect.arrayContaining(Object.keys(rowsOf('library', 'items')[0] ?? {})))
  })
})

describe.each(Object.entries(presets))('the preset %s', (name, domain) => {
  it('can be, and fills an empty database with its own sample', () => {
    expect(checkDeclarations(domain)).toEqual([])
    expect(domain.sample).toBe(name)
  })

  it('has types whose rules name its fields', () => {
    expect(domain.types.length).toBeGreaterThanOrEqual(4)
    for (const { needs = [], hides = [] } of domain.types) {
      expect(Object.keys(domain.fields)).toEqual(expect.arrayContaining([...needs, ...hides]))
      expect(needs.filter((each) => hides.includes(each))).toEqual([])
    }
  })
})

describe.each(Object.entries(presets).filter(([name]) => name !== 'library'))(
  'the records of %s',
  (name, { fields, lookups, types }) => {
    const items = rowsOf(name, 'items')
    const typeOf = (item: Row) => types.find((type) => type.name === item.item_type)

    it('are in files of clean UTF-8', () => {
      for (const file of ['items', 'creators', 'categories']) {
        const text = textOf(name, file)
        expect(normaliseText(text)).toBe(text)
        expect(text.endsWith('\n')).toBe(true)
      }
    })

    it('are at least sixty, each with a title of its own, a declared type and cells that its fields take', () => {
      expect(items.length).toBeGreaterThanOrEqual(60)
      const titles = items.map((item) => searchKey(item.title ?? ''))
      expect(new Set(titles).size).toBe(items.length)
      for (const { item_type, ...item } of items) {
        expect(types.map((type) => type.name)).toContain(item_type)
        for (const [column, cell] of Object.entries(item)) {
          const field = fields[column]
          if (!field) throw new Error(`${name} has no field ${column}.`)
          const value = cell.replace(/^today([+-]\d+)?$/, '2026-03-29')
          const { problem } = isReference(field) ? field.readNames(namesIn(value)) : field.parse(value)
          expect(problem, `${column} of ${item.title ?? ''}`).toBeUndefined()
        }
      }
    })

    it('fill in every field that they are shown by in some item and leave something out in others', () => {
      for (const [field, { table }] of Object.entries(fields))
        if (table)
          expect(items.filter((item) => item[field]).length, field).toBeGreaterThan(items.length / 10)
      expect(items.some((item) => !item.description)).toBe(true)
      expect(items.some((item) => !item.categories)).toBe(true)
      expect(items.some((item) => lengthOf(item.title ?? '') > 100)).toBe(true)
      expect(
        items.some((item) =>
          /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/u.test(item.title ?? ''),
        ),
      ).toBe(true)
    })

    it('keep the rules of their types', () => {
      for (const item of items) {
        const { needs = [], hides = [], scheme, pattern } = typeOf(item) ?? {}
        for (const field of needs) expect(item[field], `${field} of ${item.title ?? ''}`).not.toBe('')
        for (const field of hides) expect(item[field], `${field} of ${item.title ?? ''}`).toBeFalsy()
        const rule = { identifier_scheme: scheme, identifier_pattern: pattern }
        if (item.identifier)
          expect(checkIdentifier(rule, item.identifier).problem, item.identifier).toBeUndefined()
      }
      const identifiers = items
        .filter((item) => item.identifier)
        .map((item) => `${item.item_type ?? ''} ${item.identifier ?? ''}`)
      expect(new Set(identifiers).size).toBe(identifiers.length)
    })

    it('name entries that are listed, and every listed entry is named', () => {
      for (const lookup of ['creators', 'categories']) {
        const listed = rowsOf(name, lookup)
        const names = listed.map((row) => row.name ?? '')
        expect(new Set(names.map(searchKey)).size).toBe(names.length)
        expect([...new Set(items.flatMap((item) => namesIn(item[lookup])))].sort()).toEqual([...names].sort())
        for (const { name: _name, ...row } of listed)
          for (const [column, cell] of Object.entries(row)) {
            const fields: Domain['lookups'][string]['fields'] = {
              ...lookups[lookup]?.fields,
              ...(lookups[lookup]?.sortName && { sort_name: sortNameField }),
            }
            expect(fields[column]?.parse(cell), column).not.toHaveProperty('problem')
            expect(lengthOf(cell)).toBeLessThanOrEqual(limits.note)
          }
      }
    })

    it('describe themselves in a sentence or two', () => {
      for (const { description = '', title = '' } of items)
        if (description !== '') {
          expect(lengthOf(description), title).toBeGreaterThanOrEqual(25)
          expect(lengthOf(description), title).toBeLessThanOrEqual(300)
          expect(description, title).toMatch(/[.?!]$/)
        }
    })
  },
)

describe('what is special in a sample', () => {
  it('some of the stock runs low and some is sold out, with EANs that stores give themselves', () => {
    const items = rowsOf('inventory', 'items')
    const low = items.filter(
      ({ quantity, reorder_level }) => reorder_level && Number(quantity) <= Number(reorder_level),
    )
    expect(low.length).toBeGreaterThanOrEqual(10)
    expect(low.some(({ quantity }) => quantity === '0')).toBe(true)
    for (const { identifier } of items) if (identifier) expect(identifier).toMatch(/^2\d{12}$/)
  })

  it('some tasks are overdue, some come, and some are for nobody', () => {
    const open = rowsOf('tasks', 'items').filter(({ status }) => status !== 'done')
    expect(open.filter(({ due_date }) => due_date?.startsWith('today-')).length).toBeGreaterThanOrEqual(5)
    expect(open.filter(({ due_date }) => due_date?.startsWith('today+')).length).toBeGreaterThanOrEqual(20)
    expect(new Set(open.map(({ assignee }) => assignee))).toEqual(new Set(['admin', '']))
  })
})

describe('crowfoot data sample', () => {
  let clone: Clone
  beforeAll(async () => {
    clone = await cloneProject(path.join(inject('runFolder'), `samples-${String(process.pid)}`))
  })

  it.each(Object.keys(presets).filter((name) => name !== 'library'))(
    'loads the records of %s',
    async (name) => {
      const url = `sqlite:${path.join(clone.folder, `${name}.db`)}`
      const run = async (...args: string[]) => {
        const outcome = await clone.crowfoot(args, url, { CROWFOOT_PRESET: name })
        expect(outcome).toMatchObject({ code: 0, err: '' })
        return outcome.out
      }
      const added = async (...args: string[]): Promise<unknown> =>
        JSON.parse(await run('data', 'sample', ...args, '--json'))
      const rows = rowsOf(name, 'items')
      expect(await added()).toEqual({ sample: name, added: rows.length })
      const written = parse<Row>(await run('data', 'export', '-'), { columns: true })
      for (const [index, row] of rows.entries())
        for (const [column, cell] of Object.entries(row)) {
          // Nobody has an account here, and a day is counted from today.
          if (column === 'assignee') expect(written[index]?.[column]).toBe('')
          else if (column === 'due_date' && cell !== '')
            expect(written[index]?.[column]).toMatch(/^\d{4}-\d\d-\d\d$/)
          else
            expect(written[index]?.[column]?.replaceAll('; ', ';'), `${column} of ${row.title ?? ''}`).toBe(
              cell.replaceAll('; ', ';'),
            )
        }
      // Loaded again, nothing is there twice; loaded as another project's, columns without a field are passed over.
      expect(await added()).toMatchObject({ added: 0 })
      const other = name === 'media' ? 'inventory' : 'media'
      expect(await added(other)).toEqual({
        sample: other,
        added: rowsOf(other, 'items').length,
      })
    },
  )
})
