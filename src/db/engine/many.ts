/**
 * Many rows in one statement with one value: the rows as JSON, which both engines read themselves. The text of the statement is the
 * same for any number of rows, so it is built and planned once, where a place for each of a thousand values takes longer than storing them.
 */
import { sql } from 'kysely'
import type { Insertable, RawBuilder, SqlBool } from 'kysely'
import type { Engine, Reader } from './connection.ts'
import type { Tables } from '../schema/tables.ts'

/** Adds rows that all have the same columns. Runs in the caller's transaction. */
export async function insertMany<T extends keyof Tables>(
  db: Reader,
  engine: Engine,
  table: T,
  rows: readonly Insertable<Tables[T]>[],
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {})
  if (columns.length === 0) return
  const json = JSON.stringify(rows)
  const names = sql.join(columns.map((column) => sql.ref(column)))
  const values =
    engine === 'sqlite'
      ? sql`select ${sql.join(columns.map((column) => sql`value ->> ${sql.lit(column)}`))} from jsonb_each(${json})`
      : sql`select ${names} from json_populate_recordset(null::${sql.table(table)}, ${json}::json)`
  await sql`insert into ${sql.table(table)} (${names}) ${values}`.execute(db)
}

/** Whether the column is one of these texts; as with the rows, the statement is the same for any number of them. */
export function isOneOf(engine: Engine, column: string, texts: readonly string[]): RawBuilder<SqlBool> {
  return engine === 'sqlite'
    ? sql`${sql.ref(column)} in (select value from json_each(${JSON.stringify(texts)}))`
    : sql`${sql.ref(column)} = any(${texts})`
}
