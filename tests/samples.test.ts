/** Checks the sample library: that its four files fit together, fit the database's limits and are worth looking at. */
import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { domain } from '../src/domain.ts'
import { lengthOf, normaliseText, searchKey } from '../src/rules/text.ts'
import { limits } from '../src/rules/limits.ts'

type Row = Record<string, string>

const columns = {
  items: ['title', 'description', 'year', 'item_type', 'identifier', 'creators', 'categories', 'shelf_mark'],
  creators: ['name', 'sort_name', 'birth_year', 'death_year'],
  categories: ['name', 'description'],
}
type FileName = keyof typeof columns
const fileNames = Object.keys(columns) as FileName[]

const texts = Object.fromEntries(fileNames.map((file) => [file, readSample(file)])) as Record<
  FileName,
  string
>
const items = rowsOf('items')
const creators = rowsOf('creators')
const categories = rowsOf('categories')
const types: Row[] = domain.types.map(({ name, description }) => ({ name, description }))

describe('the files', () => {
  it('are UTF-8 without a byte order mark, in NFC, with LF and no control characters', () => {
    for (const file of fileNames) {
      const bytes = readFileSync(sampleUrl(file))
      expect(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), file).toBe(texts[file])
      expect(texts[file].startsWith('\ufeff'), `${file} starts with a byte order mark`).toBe(false)
      expect(normaliseText(texts[file]), `${file} holds text that would be changed or refused`).toBe(
        texts[file],
      )
      expect(texts[file], `${file} holds a tab`).not.toContain('\t')
      expect(texts[file].endsWith('\n'), `${file} ends with a line end`).toBe(true)
    }
  })

  it('have exactly the agreed columns', () => {
    for (const file of fileNames) {
      expect(texts[file].slice(0, texts[file].indexOf('\n')), file).toBe(columns[file].join(','))
    }
  })

  it('hold no cell with spaces at its ends or in a row', () => {
    for (const file of fileNames) {
      for (const row of rowsOf(file)) {
        for (const [column, value] of Object.entries(row)) {
          expect(value, `${file}: ${column} of ${labelOf(row)}`).toBe(value.replace(/\s+/g, ' ').trim())
        }
      }
    }
  })
})

describe('the names', () => {
  it('of creators, categories and types are each listed once, whatever their case and accents', () => {
    for (const [file, rows] of Object.entries({ creators, categories, types })) {
      const seen = new Map<string, string>()
      for (const row of rows) {
        const name = cell(row, 'name')
        const key = searchKey(name)
        expect(key, `${file}: ${JSON.stringify(name)} is blank`).not.toBe('')
        expect(seen.get(key), `${file}: ${name} is listed twice`).toBeUndefined()
        seen.set(key, name)
      }
    }
  })

  it('used by items are the names listed, and none is listed in vain', () => {
    const listed = { creators, categories, types }
    const used = {
      creators: new Set(items.flatMap((item) => list(item, 'creators'))),
      categories: new Set(items.flatMap((item) => list(item, 'categories'))),
      types: new Set(items.map((item) => cell(item, 'item_type'))),
    }
    for (const file of ['creators', 'categories', 'types'] as const) {
      const names = new Set(listed[file].map((row) => cell(row, 'name')))
      expect([...used[file].difference(names)], `used by items, but not in ${file}.csv`).toEqual([])
      expect([...names.difference(used[file])], `in ${file}.csv, but used by no item`).toEqual([])
    }
  })

  it('stand at most once in the list of an item', () => {
    for (const item of items) {
      for (const column of ['creators', 'categories']) {
        const names = list(item, column).map(searchKey)
        expect(new Set(names).size, `${column} of ${labelOf(item)}`).toBe(names.length)
        expect(names, `${column} of ${labelOf(item)} hold an empty name`).not.toContain('')
      }
    }
  })
})

describe('the values', () => {
  it('keep the limits of the text fields', () => {
    for (const file of fileNames) {
      const description = file === 'items' ? limits.longText : limits.note
      const most = { ...limits, description }
      for (const row of rowsOf(file)) {
        for (const field of ['title', 'description', 'identifier', 'name'] as const) {
          const length = lengthOf(row[field] ?? '')
          expect(length, `${file}: ${field} of ${labelOf(row)}`).toBeLessThanOrEqual(most[field])
        }
      }
    }
  })

  it('describe each item in one or two sentences, if at all', () => {
    for (const item of items) {
      const length = lengthOf(cell(item, 'description'))
      if (length === 0) continue
      expect(length, `description of ${labelOf(item)}`).toBeGreaterThanOrEqual(60)
      expect(length, `description of ${labelOf(item)}`).toBeLessThanOrEqual(300)
    }
  })

  it('have years that are whole numbers within the limits', () => {
    for (const row of [...items, ...creators]) {
      for (const column of ['year', 'birth_year', 'death_year']) {
        const year = yearOf(row, column)
        if (year === null) continue
        expect(row[column], `${column} of ${labelOf(row)}`).toMatch(/^-?[1-9]\d{0,3}$/)
        expect(year, `${column} of ${labelOf(row)}`).toBeGreaterThanOrEqual(limits.year.min)
        expect(year, `${column} of ${labelOf(row)}`).toBeLessThanOrEqual(limits.year.max)
      }
    }
  })

  it('let nobody die before being born, or publish before the age of ten', () => {
    const birth = new Map(creators.map((row) => [cell(row, 'name'), yearOf(row, 'birth_year')]))
    for (const row of creators) {
      const [born, died] = [yearOf(row, 'birth_year'), yearOf(row, 'death_year')]
      if (born !== null && died !== null) expect(died, labelOf(row)).toBeGreaterThan(born)
    }
    for (const item of items) {
      const year = yearOf(item, 'year')
      for (const name of list(item, 'creators')) {
        const born = birth.get(name) ?? null
        if (year !== null && born !== null)
          expect(year - born, `${name}: ${labelOf(item)}`).toBeGreaterThanOrEqual(10)
      }
    }
  })

  it('have a title in each item, and no item twice', () => {
    const seen = new Set<string>()
    for (const item of items) {
      const title = searchKey(cell(item, 'title'))
      expect(title, `the title of ${JSON.stringify(item)} is blank`).not.toBe('')
      const same = `${cell(item, 'item_type')} | ${title}`
      expect(seen.has(same), `${labelOf(item)} is there twice`).toBe(false)
      seen.add(same)
    }
  })
})

describe('the identifiers', () => {
  it('are unique within their type', () => {
    const seen = new Map<string, string>()
    for (const item of items.filter((row) => row.identifier)) {
      const key = `${cell(item, 'item_type')} | ${searchKey(cell(item, 'identifier'))}`
      expect(seen.get(key), `${cell(item, 'identifier')} of ${labelOf(item)} is taken`).toBeUndefined()
      seen.set(key, labelOf(item))
    }
  })

  it('have the right check digit where they are an ISBN or ISSN', () => {
    const found = { isbn10: 0, isbn13: 0, issn: 0 }
    for (const item of items) {
      const kind = kindOf(cell(item, 'identifier'))
      if (!kind) continue
      found[kind]++
      expect(
        hasRightCheckDigit(kind, cell(item, 'identifier')),
        `${cell(item, 'identifier')} of ${labelOf(item)}`,
      ).toBe(true)
    }
    for (const [kind, count] of Object.entries(found)) expect(count, kind).toBeGreaterThan(10)
  })

  it('of books and magazines are an ISBN or ISSN', () => {
    for (const item of items) {
      const identifier = cell(item, 'identifier')
      if (!identifier) continue
      const kind = kindOf(identifier)
      if (item.item_type === 'Book') expect(kind, labelOf(item)).toMatch(/^isbn/)
      if (item.item_type === 'Magazine') expect(kind, labelOf(item)).toBe('issn')
    }
  })

  it('are there in number, and the check would notice a wrong digit', () => {
    expect(items.filter((item) => item.identifier).length).toBeGreaterThanOrEqual(60)
    expect(hasRightCheckDigit('isbn10', '0-13-110362-9')).toBe(false)
    expect(hasRightCheckDigit('isbn13', '978-0-13-110362-8')).toBe(false)
    expect(hasRightCheckDigit('issn', '0028-0835')).toBe(false)
  })
})

describe('the library as a whole', () => {
  it('is large enough to page through, with every type in use', () => {
    expect(items.length).toBeGreaterThanOrEqual(150)
    expect(types.map((row) => row.name).sort()).toEqual(['Audio', 'Book', 'Document', 'Magazine', 'Video'])
    for (const row of types) {
      const count = items.filter((item) => item.item_type === row.name).length
      expect(count, row.name).toBeGreaterThanOrEqual(20)
    }
  })

  it('has many items with several creators and several categories', () => {
    const withAtLeast = (column: string, count: number) =>
      items.filter((item) => list(item, column).length >= count).length
    expect(withAtLeast('creators', 2)).toBeGreaterThanOrEqual(30)
    expect(withAtLeast('creators', 3)).toBeGreaterThanOrEqual(10)
    expect(withAtLeast('categories', 3)).toBeGreaterThanOrEqual(50)
  })

  it('has creators with several items, and of several types', () => {
    const works = new Map<string, Row[]>()
    for (const item of items) {
      for (const name of list(item, 'creators')) works.set(name, [...(works.get(name) ?? []), item])
    }
    const typesOf = (rows: Row[]) => new Set(rows.map((row) => row.item_type)).size
    expect([...works.values()].filter((rows) => rows.length >= 3).length).toBeGreaterThanOrEqual(5)
    expect([...works.values()].filter((rows) => typesOf(rows) >= 2).length).toBeGreaterThanOrEqual(20)
    expect([...works.values()].filter((rows) => typesOf(rows) >= 3).length).toBeGreaterThanOrEqual(3)
  })

  it('holds the cases a catalogue must be ready for', () => {
    expect(
      items.some((item) => (yearOf(item, 'year') ?? 0) < 0),
      'a year BCE',
    ).toBe(true)
    expect(
      items.some((item) => cell(item, 'title').length > 300),
      'a very long title',
    ).toBe(true)
    expect(
      items.some((item) => !item.creators && item.description),
      'a work without a known creator',
    ).toBe(true)
    expect(
      items.some((item) => columns.items.filter((column) => item[column]).length === 2),
      'title and type only',
    ).toBe(true)
    expect(
      items.some((item) => list(item, 'categories').some((name) => name.includes(';'))),
      'a name with ;',
    ).toBe(true)
    for (const script of ['Han', 'Cyrillic', 'Arabic', 'Greek', 'Devanagari', 'Hangul']) {
      const letters = new RegExp(`\\p{Script=${script}}`, 'u')
      expect(
        items.some((item) => letters.test(cell(item, 'title'))),
        script,
      ).toBe(true)
    }
  })
})

function sampleUrl(file: FileName): URL {
  return new URL(`../samples/library/${file}.csv`, import.meta.url)
}

function readSample(file: FileName): string {
  return readFileSync(sampleUrl(file), 'utf8')
}

/** The rows of a file by the names of its columns; a ragged row or a stray quotation mark is an error. */
function rowsOf(file: FileName): Row[] {
  return parse<Row>(texts[file], { columns: true })
}

function cell(row: Row, column: string): string {
  const value = row[column]
  if (value === undefined) throw new Error(`There is no column ${column} in ${JSON.stringify(row)}`)
  return value
}

/** The names in a cell: they are separated by `;`, and a name that holds `;` is quoted. */
function list(row: Row, column: string): string[] {
  const value = cell(row, column)
  return value === '' ? [] : (parse(value, { delimiter: ';' })[0] ?? [])
}

function yearOf(row: Row, column: string): number | null {
  return row[column] ? Number(row[column]) : null
}

/** What a failing test calls a row. */
function labelOf(row: Row): string {
  return row.title ? `${row.title.slice(0, 60)} (${row.item_type})` : (row.name ?? JSON.stringify(row))
}

type Kind = 'isbn10' | 'isbn13' | 'issn'

/** Which kind of number an identifier looks like, or `null`: a DOI, an RFC or a record's number has no check digit. */
function kindOf(identifier: string): Kind | null {
  if (/^\d{4}-\d{3}[\dX]$/.test(identifier)) return 'issn'
  const digits = identifier.replaceAll('-', '')
  if (/^97[89]\d{10}$/.test(digits)) return 'isbn13'
  return /^\d{9}[\dX]$/.test(digits) ? 'isbn10' : null
}

/**
 * Whether the last digit is the one that the others demand.
 * @see https://www.isbn-international.org and https://www.issn.org for the sums: weights 1 and 3 modulo 10, or falling to 1 modulo 11
 */
function hasRightCheckDigit(kind: Kind, identifier: string): boolean {
  const digits = [...identifier.replaceAll('-', '')].map((digit) => (digit === 'X' ? 10 : Number(digit)))
  const weight = (index: number) => (kind === 'isbn13' ? (index % 2 ? 3 : 1) : digits.length - index)
  const sum = digits.reduce((total, digit, index) => total + digit * weight(index), 0)
  return sum % (kind === 'isbn13' ? 10 : 11) === 0
}
