/**
 * Many rows in one statement with one parameter: the rows as JSON, which both engines read themselves. The text of the statement is the
 * same for any number of rows, so it is built and planned once. A placeholder for each of a thousand values takes longer than storing them.
 * All of these run in the caller's transaction.
 */
import { sql } from 'kysely'
import type { Insertable, RawBuilder, SqlBool } from 'kysely'
import { isPostgresql } from './connection.ts'
import type { Engine, Reader } from './connection.ts'
import type { Tables } from '../schema/tables.ts'

export function engineUsedBy(db: Reader): Engine {
  return isPostgresql(db) ? 'postgresql' : 'sqlite'
}

/**
 * Adds rows that all have the same columns.
 * @param end what comes last in the statement: `on conflict` and `returning`
 * @returns what was asked for with `returning`
 */
export async function insertMany<T extends keyof Tables, Returned = never>(
  db: Reader,
  engine: Engine,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
  end: RawBuilder<Returned> = sql``,
): Promise<Returned[]> {
  const columns = columnsOf(rows)
  if (columns.length === 0) return []
  const insert = sql<Returned>`insert into ${sql.table(table)} (${names(columns)}) ${given(engine, table, columns, rows)} ${end}`
  return (await insert.execute(db)).rows
}

/**
 * Updates rows by their `id`, each only if its stored `version` is one less than that of the new row.
 * @returns the ids of those that were written
 */
export async function updateMany(
  db: Reader,
  engine: Engine,
  table: 'items',
  rows: readonly (Partial<Insertable<Tables['items']>> & { id: number; version: number })[],
): Promise<Set<number>> {
  const columns = columnsOf(rows)
  if (columns.length === 0) return new Set()
  const changes = columns
    .filter((column) => column !== 'id')
    .map((column) => sql`${sql.ref(column)} = ${sql.ref(`new.${column}`)}`)
  const { rows: written } = await sql<{ id: number }>`
    update ${sql.table(table)} set ${sql.join(changes)} from (${given(engine, table, columns, rows)}) as new
    where ${sql.ref(`${table}.id`)} = new.id and ${sql.ref(`${table}.version`)} = new.version - 1
    returning ${sql.ref(`${table}.id`)}`.execute(db)
  return new Set(written.map(({ id }) => id))
}

/** Gives rows of items, by their ids, each another text in one column. Nothing else of them changes. */
export async function setTexts(
  db: Reader,
  engine: Engine,
  column: string,
  rows: readonly { id: number; text: string | null }[],
): Promise<void> {
  if (rows.length === 0) return
  const json = JSON.stringify(rows)
  const given =
    engine === 'sqlite'
      ? sql`(select value ->> 'id' as id, value ->> 'text' as text from jsonb_each(${json}))`
      : sql`json_to_recordset(${json}::json)`
  const names = engine === 'sqlite' ? sql`new` : sql`new(id integer, text text)`
  await sql`update items set ${sql.ref(column)} = new.text from ${given} as ${names} where items.id = new.id`.execute(
    db,
  )
}

/** Deletes the rows that have the same values in all columns given. */
export async function deleteMany<T extends keyof Tables>(
  db: Reader,
  engine: Engine,
  table: T,
  rows: readonly Partial<Insertable<Tables[T]>>[],
): Promise<void> {
  const columns = columnsOf(rows)
  if (columns.length === 0) return
  await sql`delete from ${sql.table(table)} where (${names(columns)}) in (${given(engine, table, columns, rows)})`.execute(
    db,
  )
}

/** Whether the column is one of these; as with the rows, the statement is the same for any number of them. */
export function isOneOf(
  engine: Engine,
  column: string | RawBuilder<unknown>,
  values: readonly unknown[],
): RawBuilder<SqlBool> {
  const value = typeof column === 'string' ? sql.ref(column) : column
  return engine === 'sqlite'
    ? sql`${value} in (select value from json_each(${JSON.stringify(values)}))`
    : sql`${value} = any(${values})`
}

const columnsOf = (rows: readonly object[]) => Object.keys(rows[0] ?? {})
const names = (columns: readonly string[]) => sql.join(columns.map((column) => sql.ref(column)))

/** The rows as a query. On SQLite the `where` tells its end from an `on conflict` behind it. */
function given(engine: Engine, table: string, columns: readonly string[], rows: readonly object[]) {
  const json = JSON.stringify(rows)
  const cells = columns.map((column) => sql`value ->> ${sql.lit(column)} as ${sql.ref(column)}`)
  return engine === 'sqlite'
    ? sql`select ${sql.join(cells)} from jsonb_each(${json}) where true`
    : sql`select ${names(columns)} from json_populate_recordset(null::${sql.table(table)}, ${json}::json)`
}
