/** Indexes of named things (creators, categories, types): one page in the order of names, with how many items each has. */
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Reader } from './engine/connection.ts'
import { countsOf } from './reading/counts.ts'
import { limitOf } from './reading/prepared.ts'
import type { Tables } from './schema/tables.ts'
import { mostWords, searchKey, searchWords } from '../rules/text.ts'
import { inTime } from './engine/time-limit.ts'

/** Under what the number of items of each name is kept. */
const subjects = { creators: 'creator', categories: 'category', item_types: 'type' } as const

export type NamedTable = keyof typeof subjects
type Row<T extends NamedTable> = Selectable<Tables[T]> & { id: number; name: string }
export type Named<T extends NamedTable> = Row<T> & { count: number }

export interface NameChoice {
  /** Only names that begin with this, as it is folded: a letter, or several. */
  letter: string
  /** Only names that hold this. */
  q: string
  /** From 1. */
  page: number
  per_page: number
}

/** One page of an index, and what its reader needs to go on from there. */
export interface NamesPage<T extends NamedTable> {
  names: Named<T>[]
  /** How many names there are on all pages. */
  total: number
  /** See `firstLetters`. */
  letters: string[]
}

export async function readNames<T extends NamedTable>(
  db: Reader,
  table: T,
  choice: NameChoice,
): Promise<NamesPage<T>> {
  const [names, total, letters] = await inTime(() =>
    Promise.all([listNames(db, table, choice), countNames(db, table, choice), firstLetters(db, table)]),
  )
  return { names, total, letters }
}

/** One page of names with their numbers of items: two queries, whatever the page's size. */
async function listNames<T extends NamedTable>(
  db: Reader,
  table: T,
  choice: NameChoice,
): Promise<Named<T>[]> {
  const rows = await sql<Row<T>>`
    select * from ${sql.table(table)} where ${chosen(choice)}
    order by name_key limit ${limitOf(choice.per_page)} offset ${(choice.page - 1) * choice.per_page}`.execute(
    db,
  )
  const counts = await countLinks(
    db,
    table,
    rows.rows.map((row) => row.id),
  )
  return rows.rows.map((row) => ({ ...row, count: counts.get(row.id) ?? 0 }))
}

/** How many items each of these has; those without any are not in the map. */
export function countLinks(
  db: Reader,
  table: NamedTable,
  ids: readonly number[],
): Promise<Map<number, number>> {
  return countsOf(db, subjects[table], ids)
}

export async function countNames(
  db: Reader,
  table: NamedTable,
  choice: Pick<NameChoice, 'letter' | 'q'>,
): Promise<number> {
  const { rows } = await sql<{
    count: number
  }>`select count(*) as count from ${sql.table(table)} where ${chosen(choice)}`.execute(db)
  return rows[0]?.count ?? 0
}

export async function findName<T extends NamedTable>(
  db: Reader,
  table: T,
  id: number,
): Promise<Row<T> | undefined> {
  const { rows } = await sql<Row<T>>`select * from ${sql.table(table)} where id = ${id}`.execute(db)
  return rows[0]
}

/**
 * The first letters that occur, in their order, each found by one look into the index: from a letter straight to the next.
 * Quick with a hundred thousand names, where `select distinct` would read them all.
 */
async function firstLetters(db: Reader, table: NamedTable): Promise<string[]> {
  const { rows } = await sql<{ letter: string }>`
    with recursive letters (letter) as (
      select substr(min(name_key), 1, 1) from ${sql.table(table)}
      union all
      select (select substr(min(name_key), 1, 1) from ${sql.table(table)} where name_key > letter || ${lastCharacter})
      from letters where letter is not null
    )
    select letter from letters where letter is not null`.execute(db)
  return rows.map((row) => row.letter)
}

/** The highest code point: sorts after everything that begins with the same letters. */
const lastCharacter = '\u{10FFFF}'

function chosen({ letter, q }: Pick<NameChoice, 'letter' | 'q'>) {
  const begins = searchKey(letter)
  const words = searchWords(q).slice(0, mostWords)
  return sql.join(
    [
      ...(begins === '' ? [] : [sql`name_key >= ${begins} and name_key < ${begins + lastCharacter}`]),
      ...words.map((word) => sql`name_key like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`),
      sql`1 = 1`,
    ],
    sql` and `,
  )
}
