/** Files of records to import: a museum's real ones where they are at hand, else a stand-in of the same shape. */
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { inject } from 'vitest'
import { parse } from 'csv-parse/sync'
import { searchKey } from '../../../src/rules/text.ts'
import { csvLine } from '../../../src/features/transfer/forms.ts'
import { museumFile } from '../../setup/museum-records.ts'

/** `npm run test:long` imports all of the records. */
export const long = process.env.LONG === '1'

/** Clean records: every row can be imported. */
export function cleanFile(): string {
  return museumFile(long ? 'carnegie_clean.csv' : 'carnegie_sample_200.csv') ?? standIn('clean.csv', false)
}

/** Records as they were catalogued: years that are text, rows without a title. */
export function rawFile(): string {
  return museumFile('carnegie_raw.csv') ?? standIn('raw.csv', true)
}

/** Writes a file for one test. @returns its path */
export function fileOf(name: string, content: string | Buffer): string {
  const file = path.join(inject('runFolder'), `${process.pid}-${name}`)
  writeFileSync(file, content)
  return file
}

interface Counted {
  items: number
  types: number
  creators: number
  categories: number
  creatorLinks: number
  categoryLinks: number
}

/** Counts a file without any of our code but the folding of names. */
export function countFile(file: string): Counted {
  const rows = parse<Record<string, string>>(readFileSync(file), { columns: true, bom: true })
  const lists = (column: string) => rows.map((row) => new Set(namesIn(row[column] ?? '')))
  const creators = lists('creators')
  const categories = lists('categories')
  const links = (sets: Set<string>[]) => sets.reduce((sum, { size }) => sum + size, 0)
  return {
    items: rows.length,
    types: new Set(rows.map((row) => searchKey(row.item_type ?? ''))).size,
    creators: new Set(creators.flatMap((names) => [...names])).size,
    categories: new Set(categories.flatMap((names) => [...names])).size,
    creatorLinks: links(creators),
    categoryLinks: links(categories),
  }
}

/** None of these files has a name with `;` in it. */
function namesIn(cell: string): string[] {
  return cell.split(';').map(searchKey).filter(Boolean)
}

/** What makes the real records awkward: quotes in names, `;` and line ends in text, accents in two spellings, lists, gaps. */
function standIn(name: string, raw: boolean): string {
  const header = ['title', 'description', 'year', 'item_type', 'identifier', 'creators', 'categories']
  const lines = [csvLine(header)]
  for (let i = 0; i < (long ? 15_000 : 300); i++) {
    const people = Array.from(
      { length: i % 11 === 0 ? 5 : 1 + (i % 2) },
      (_, k) => `Maker, Émile "${(i * 7 + k) % 90}"`,
    )
    const subjects = Array.from({ length: 1 + (i % 3) }, (_, k) => `Subject ${(i * 13 + k) % 40}`)
    lines.push(
      csvLine([
        raw && i % 50 === 7
          ? ''
          : i % 97 === 0
            ? `E\u0301tude ${i} `.repeat(60).trim()
            : `Plate ${i}; from "The Album"`,
        `oil on canvas\r\nCredit: Gift of the Society, ${i}`,
        i % 7 === 0 ? '' : raw && i % 2 === 0 ? `c. ${1700 + (i % 250)}` : 1700 + (i % 250),
        `Kind ${i % 12}`,
        `${1900 + (i % 100)}.${i}`,
        i % 40 === 3 ? '' : people.join('; '),
        subjects.join('; '),
      ]),
    )
  }
  return fileOf(`standin-${name}`, lines.join(''))
}
