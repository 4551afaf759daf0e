/** CREATE TABLE, ADD COLUMN and CREATE INDEX for either engine, written by Kysely's schema builder. */
import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  sql,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import type { ColumnDefinitionBuilder, CreateTableBuilder, Dialect, RawBuilder } from 'kysely'
import { isExpression } from '../core/columns.ts'
import type { ColumnType, DefaultValue } from '../core/columns.ts'
import type { Constraint, Engine, Index, NamedColumn, TablesThen } from '../core/plan.ts'

/** Dialects that only write SQL: they have no connection. */
export const dialects: Record<Engine, Dialect> = {
  sqlite: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
  postgresql: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new PostgresIntrospector(db),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
}

export const builders: Record<Engine, Kysely<TablesThen>> = {
  sqlite: new Kysely({ dialect: dialects.sqlite }),
  postgresql: new Kysely({ dialect: dialects.postgresql }),
}

const typeNames: Record<Exclude<ColumnType['kind'], 'decimal' | 'custom'>, Record<Engine, string>> = {
  integer: { sqlite: 'integer', postgresql: 'integer' },
  bigint: { sqlite: 'bigint', postgresql: 'bigint' },
  real: { sqlite: 'real', postgresql: 'double precision' },
  boolean: { sqlite: 'integer', postgresql: 'boolean' },
  text: { sqlite: 'text', postgresql: 'text' },
  key: { sqlite: 'text', postgresql: 'text collate "C"' },
  time: { sqlite: 'text', postgresql: 'timestamptz(3)' },
  date: { sqlite: 'date', postgresql: 'date' },
  json: { sqlite: 'json', postgresql: 'jsonb' },
  bytes: { sqlite: 'blob', postgresql: 'bytea' },
}

/** The type's name in the engine: `decimal(10, 2)` is `numeric(10,2)` on both. */
export function typeName(type: ColumnType, engine: Engine): string {
  if (type.kind === 'decimal') return `numeric(${type.precision},${type.scale})`
  if (type.kind === 'custom') return type[engine]
  return typeNames[type.kind][engine]
}

/** A default as SQL. */
export function defaultSql(value: DefaultValue, engine: Engine): string {
  if (isExpression(value)) return engine === 'sqlite' ? `(${value.sql})` : value.sql
  if (typeof value === 'string') return `'${value.replaceAll("'", "''")}'`
  return String(value)
}

/** The table as one statement, and what follows it: on SQLite a unique rule is an index, so that it can be dropped alone. */
export function createTableSql(
  engine: Engine,
  table: { table: string; columns: readonly NamedColumn[]; constraints: readonly Constraint[] },
): string[] {
  let builder = builders[engine].schema.createTable(table.table) as CreateTableBuilder<string, string>
  for (const column of table.columns) {
    builder = builder.addColumn(column.name, columnType(column, engine), (c) =>
      columnRules(c, column, engine),
    )
  }
  const later: string[] = []
  for (const constraint of table.constraints) {
    if (engine === 'sqlite' && constraint.kind === 'unique')
      later.push(uniqueIndexSql(table.table, constraint))
    else builder = addConstraint(builder, constraint)
  }
  return [builder.compile().sql, ...later]
}

/** ALTER TABLE ... ADD COLUMN. */
export function addColumnSql(engine: Engine, table: string, column: NamedColumn): string {
  return builders[engine].schema
    .alterTable(table)
    .addColumn(column.name, columnType(column, engine), (c) => columnRules(c, column, engine))
    .compile().sql
}

function columnType(column: NamedColumn, engine: Engine): RawBuilder<unknown> {
  if (column.autoIncrement && engine === 'postgresql')
    return sql.raw(column.type.kind === 'bigint' ? 'bigserial' : 'serial')
  if (column.autoIncrement) return sql.raw('integer') // SQLite counts up in no other type, and it holds 64 bits
  return sql.raw(typeName(column.type, engine))
}

function columnRules(
  builder: ColumnDefinitionBuilder,
  column: NamedColumn,
  engine: Engine,
): ColumnDefinitionBuilder {
  let c = builder
  if (!column.nullable) c = c.notNull()
  if (column.autoIncrement) c = engine === 'sqlite' ? c.primaryKey().autoIncrement() : c.primaryKey()
  if (column.generated !== undefined) c = c.generatedAlwaysAs(sql.raw(column.generated)).stored()
  if (column.default !== undefined) c = c.defaultTo(sql.raw(defaultSql(column.default, engine)))
  return c
}

function addConstraint(
  builder: CreateTableBuilder<string, string>,
  constraint: Constraint,
): CreateTableBuilder<string, string> {
  const { name } = constraint
  switch (constraint.kind) {
    case 'primaryKey':
      return builder.addPrimaryKeyConstraint(name, [...constraint.columns])
    case 'unique':
      return builder.addUniqueConstraint(name, [...constraint.columns])
    case 'check':
      return builder.addCheckConstraint(name, sql.raw(constraint.expression))
    case 'foreignKey':
      return builder.addForeignKeyConstraint(
        name,
        [...constraint.columns],
        constraint.table,
        [...constraint.references],
        (fk) => {
          let key = constraint.onDelete ? fk.onDelete(constraint.onDelete) : fk
          if (constraint.onUpdate) key = key.onUpdate(constraint.onUpdate)
          if (!constraint.deferrable) return key
          return constraint.deferrable === 'deferred'
            ? key.deferrable().initiallyDeferred()
            : key.deferrable().initiallyImmediate()
        },
      )
  }
}

/** A unique rule as SQLite has it. */
export function uniqueIndexSql(table: string, rule: { name: string; columns: readonly string[] }): string {
  return createIndexSql('sqlite', table, {
    name: rule.name,
    unique: true,
    parts: rule.columns.map((column) => ({ column })),
  })
}

/** CREATE INDEX: plain, partial or on expressions. */
export function createIndexSql(engine: Engine, table: string, index: Index): string {
  const parts = index.parts.map(({ column, desc }) => {
    const what = typeof column === 'string' ? sql.ref(column) : sql.raw(`(${column.sql})`)
    return desc ? sql`${what} desc` : what
  })
  const concurrently = engine === 'postgresql' && index.concurrently ? 'concurrently ' : ''
  const where = index.where === undefined ? sql`` : sql` where ${sql.raw(index.where)}`
  const own: Partial<Index> = engine === 'postgresql' ? index : {}
  const method = own.method === undefined ? sql`` : sql` using ${sql.raw(own.method)}`
  const include = own.include ? sql` include (${sql.join(own.include.map((name) => sql.ref(name)))})` : sql``
  return sql`create ${sql.raw(index.unique ? 'unique ' : '')}index ${sql.raw(concurrently)}${sql.id(index.name)} on ${sql.table(table)}${method} (${sql.join(parts)})${include}${where}`.compile(
    builders[engine],
  ).sql
}
