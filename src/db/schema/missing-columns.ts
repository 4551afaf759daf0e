/** Columns of the models that the database lacks: their revision is not written or not applied. */
import { sql } from 'kysely'
import type { Database } from '../engine/connection.ts'

/** @returns `table.column` for each, in the order of the models */
export async function missingColumns({
  em,
  db,
  engine,
}: Pick<Database, 'em' | 'db' | 'engine'>): Promise<string[]> {
  const { rows } = await (engine === 'sqlite' ? columnsOnSqlite : columnsOnPostgresql).execute(db)
  const existing = new Set(rows.map(({ table, column }) => `${table}.${column}`))
  return [...em().getMetadata().getAll().values()].flatMap(({ tableName, props }) =>
    props
      .filter(({ persist }) => persist !== false)
      .flatMap(({ fieldNames = [] }) => fieldNames.map((name) => `${tableName}.${name}`))
      .filter((column) => !existing.has(column)),
  )
}

interface Column {
  table: string
  column: string
}

const columnsOnSqlite = sql<Column>`
  select tables.name as "table", columns.name as "column"
  from pragma_table_list as tables, pragma_table_xinfo(tables.name) as columns
  where tables.schema = 'main' and tables.type = 'table' and columns.hidden <> 1`

const columnsOnPostgresql = sql<Column>`
  select relname as "table", attname as "column" from pg_attribute inner join pg_class on pg_class.oid = attrelid
  where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and attnum > 0 and not attisdropped`
