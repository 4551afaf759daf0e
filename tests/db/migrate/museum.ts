/** The museum's records as rows of our tables: real ones where they are at hand, and otherwise a stand-in of the same shape. */
import { readFileSync } from 'node:fs'
import type { Connection } from '../../../src/db/migrate/index.ts'
import { searchKey } from '../../../src/rules/text.ts'
import { museumFile } from '../../setup/museum-records.ts'

/** `npm run test:long` takes all of them. */
const long = process.env.LONG === '1'
const count = long ? 14_928 : 500

interface MuseumRecord {
  title: string
  description: string
  year: number | null
  type: string
  identifier: string
  creators: string[]
  categories: string[]
}

/** Fills the tables as revision 0004 left them: users, types, creators, categories, items and every link. */
export async function fillWithMuseum(connection: Connection): Promise<void> {
  const records = readRecords().slice(0, count)
  const names = (all: string[]) => [...new Map(all.map((name) => [searchKey(name), name])).entries()]
  const types = names(records.map(({ type }) => type))
  const creators = names(records.flatMap((record) => record.creators))
  const categories = names(records.flatMap((record) => record.categories))
  const row = ([key, name]: [string, string], i: number) => ({ id: i + 1, name, name_key: key })
  await insert(connection, 'users', users())
  await insert(connection, 'item_types', types.map(row))
  await insert(
    connection,
    'creators',
    creators.map((creator, i) => ({
      ...row(creator, i),
      ...(i % 3 === 0 && { birth_year: 1800 + (i % 90), death_year: 1900 }),
    })),
  )
  await insert(connection, 'categories', categories.map(row))
  await insert(
    connection,
    'items',
    records.map((record, i) => itemRow(record, i, ids(types))),
  )
  await insert(connection, 'item_creators', links(records, 'creators', 'creator_id', ids(creators)))
  await insert(connection, 'item_categories', links(records, 'categories', 'category_id', ids(categories)))
  if (connection.engine === 'postgresql') await advanceCounters(connection)
}

type Ids = ReadonlyMap<string, number>
const ids = (entries: readonly [string, string][]): Ids => new Map(entries.map(([key], i) => [key, i + 1]))

function users(): Record<string, unknown>[] {
  const at = '2026-01-31T12:00:00.000Z'
  const user = (id: number, name: string) => ({
    id,
    username: name,
    username_key: name,
    email: `${name}@example.org`,
    email_key: `${name}@example.org`,
    password_hash: 'none',
    role_id: 1,
    created_at: at,
  })
  return [user(1, 'ada'), user(2, 'grace')]
}

function itemRow(record: MuseumRecord, i: number, types: Ids): Record<string, unknown> {
  const at = new Date(Date.UTC(2026, 0, 1) + i * 61_001).toISOString()
  return {
    id: i + 1,
    title: record.title,
    title_key: searchKey(record.title).slice(0, 2000),
    description: record.description,
    year: record.year,
    identifier: record.identifier,
    identifier_key: searchKey(record.identifier),
    item_type_id: types.get(searchKey(record.type)),
    internal_notes: i % 7 === 0 ? `Shelf ${i}` : '',
    created_by: i % 5 === 0 ? (i % 2) + 1 : null,
    created_at: at,
    updated_at: at,
    version: (i % 4) + 1,
  }
}

function links(
  records: readonly MuseumRecord[],
  from: 'creators' | 'categories',
  column: string,
  of: Ids,
): Record<string, unknown>[] {
  return records.flatMap((record, i) => {
    const unique = [...new Set(record[from].map((name) => of.get(searchKey(name))))]
    return unique.map((id, position) => ({ item_id: i + 1, [column]: id, position }))
  })
}

async function insert(
  connection: Connection,
  table: string,
  rows: readonly Record<string, unknown>[],
): Promise<void> {
  for (let at = 0; at < rows.length; at += 1000) {
    await connection.kysely
      .insertInto(table)
      .values(rows.slice(at, at + 1000))
      .execute()
  }
}

async function advanceCounters(connection: Connection): Promise<void> {
  for (const table of ['users', 'item_types', 'creators', 'categories', 'items']) {
    await connection.query(`select setval('${table}_id_seq', (select max(id) from ${table}))`)
  }
}

function readRecords(): MuseumRecord[] {
  const file = museumFile('carnegie_clean.csv')
  if (file === undefined) return Array.from({ length: count }, (_, i) => standIn(i))
  const [, ...rows] = parseCsv(readFileSync(file, 'utf8'))
  return rows.map(
    ([
      title = '',
      description = '',
      year = '',
      type = '',
      identifier = '',
      creators = '',
      categories = '',
    ]) => ({
      title,
      description,
      year: year === '' ? null : Number(year),
      type,
      identifier,
      creators: names(creators),
      categories: names(categories),
    }),
  )
}

const names = (cell: string) =>
  cell
    .split(/[;|]/)
    .map((name) => name.trim())
    .filter((name) => searchKey(name) !== '')

/** As RFC 4180 says: a field in quotes may hold commas, line ends and doubled quotes. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g)) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '')
    if (end !== ',') rows.push([])
  }
  return rows.filter((row) => row.length > 1)
}

/** A made-up record, with what makes the real ones awkward: quotes, accents, long titles, several creators, years left out. */
function standIn(i: number): MuseumRecord {
  const many = (n: number, of: string, among: number) =>
    Array.from({ length: n }, (_, k) => `${of} ${(i * 7 + k * 13) % among}, "É"`)
  return {
    title: i % 97 === 0 ? `Étude ${i} `.repeat(90) : `Plate ${i}; from "The Album"`,
    description: `oil on canvas\nCredit: Gift of the Society, ${i}`,
    year: i % 7 === 0 ? null : 1500 + ((i * 37) % 500),
    type: `Kind ${i % 39}`,
    identifier: `${1900 + (i % 100)}.${i}`,
    creators: many(1 + (i % 9 === 0 ? 4 : 0) + (i % 5 === 0 ? 1 : 0), 'Maker', 400),
    categories: many(1 + (i % 3), 'Subject', 120),
  }
}
