/** A schema in the form that two of them are compared in: the shape on SQLite, and the type of each column on PostgreSQL. */
import { applySteps } from '../core/apply.ts'
import { shapingSteps } from '../rehearse/build.ts'
import type { Connection } from '../connection/connection.ts'
import { openSqliteForMigration } from '../connection/sqlite.ts'
import { createIndexSql, typeName } from '../ddl/create.ts'
import { MigrationError } from '../core/errors.ts'
import type { NamedColumn, Step } from '../core/plan.ts'
import { renamedWithColumn, renamedWithTable } from '../ddl/renames.ts'
import type { Revision } from '../core/revision.ts'
import { describeDatabase, describeTable } from '../shape/index.ts'
import type { Shape } from '../shape/shape.ts'
import { describeIndex } from '../shape/sqlite.ts'
import type { Made } from './beyond.ts'
import { indexDetail, onBoth, readPostgres, readSqlite } from './ddl.ts'

export interface Blueprint {
  readonly shape: Shape
  /** PostgreSQL's type of `table.column`: SQLite keeps texts, keys and moments alike. */
  readonly types: ReadonlyMap<string, string>
  /** What no operation makes, by what it is. */
  readonly beyond: ReadonlyMap<string, Made>
  /** What cannot be compared, because it is not understood. */
  readonly unknown: readonly string[]
}

/** What models describe, from the statements that MikroORM makes of them. @throws MigrationError where SQLite refuses them */
export async function blueprintOfModels(ddl: { sqlite: string; postgresql: string }): Promise<Blueprint> {
  return inMemory(async (connection) => {
    const { tables, beyond } = readSqlite(ddl.sqlite)
    for (const statement of tables) {
      await connection.query(statement).catch((error: unknown) => {
        throw new MigrationError(
          `SQLite cannot do what the models say: ${(error as Error).message} (${statement.slice(0, 80)}...)`,
          { cause: error },
        )
      })
    }
    const shape = await describeDatabase(connection)
    const rules = new Set(
      shape.tables.flatMap(({ name, uniques, checks, foreignKeys }) =>
        [...uniques, ...checks, ...foreignKeys].map((rule) => `${name}#${rule.name}`),
      ),
    )
    const postgres = readPostgres(ddl.postgresql, rules)
    const details = new Map([...postgres.details].map(([key, text]) => [key, normaliseType(text)]))
    return {
      shape: withDetails(shape, details, postgres.notNull),
      types: details,
      beyond: onBoth(beyond, postgres.beyond),
      unknown: [...postgres.unknown, ...unlikeIndexes(shape, postgres.indexes)],
    }
  })
}

/** The shape that revisions build on SQLite. */
export async function shapeOfRevisions(revisions: readonly Revision[]): Promise<Shape> {
  return inMemory(async (connection) => {
    for (const revision of revisions) await applySteps(connection, await shapingSteps(revision))
    return describeDatabase(connection)
  })
}

/** What revisions build, one after another, in a database in memory; and steps that follow them. */
export async function blueprintOfRevisions(
  revisions: readonly Revision[],
  then: readonly Step[] = [],
): Promise<Blueprint> {
  return inMemory(async (connection) => {
    const details = new Map<string, string>()
    const beyond = new Map<string, Made>()
    const plans = [...(await Promise.all(revisions.map(shapingSteps))), then]
    for (const steps of plans) {
      const renames = steps.some(({ kind }) => kind === 'renameTable' || kind === 'renameColumn')
      for (const part of renames ? steps.map((step) => [step]) : [steps]) {
        for (const step of part) await followRenames(connection, details, step)
        await applySteps(connection, part)
        for (const step of part) follow(details, beyond, step)
      }
    }
    return {
      shape: withDetails(await describeDatabase(connection), details),
      types: details,
      beyond,
      unknown: [],
    }
  })
}

/** Indexes that are over something else on each engine, such as a property of a JSON value. */
function unlikeIndexes(shape: Shape, statements: ReadonlyMap<string, string>): string[] {
  return shape.tables.flatMap(({ name: table, indexes }) =>
    indexes
      .filter(({ name, parts, where }) => {
        const sql = statements.get(`${table}#${name}`)
        if (sql === undefined) return false
        const other = describeIndex({ name, sql })
        return other.parts.join() !== parts.join() || other.where !== where
      })
      .map(({ name }) => `index ${name} of ${table}`),
  )
}

/** The shape with what only PostgreSQL is told of an index or rule; without triggers and views, which are no part of tables here. */
function withDetails(
  shape: Shape,
  details: ReadonlyMap<string, string>,
  notNull: ReadonlySet<string> = new Set(),
): Shape {
  const tables = shape.tables.map((table) => {
    const told = <T extends { name: string; extra: string }>(things: readonly T[]) =>
      things.map((thing) => ({ ...thing, extra: details.get(`${table.name}#${thing.name}`) || thing.extra }))
    const columns = table.columns.map((column) =>
      column.extra.startsWith('generated')
        ? { ...column, nullable: column.nullable && !notNull.has(`${table.name}.${column.name}`) }
        : column,
    )
    return { ...table, columns, indexes: told(table.indexes), uniques: told(table.uniques), triggers: [] }
  })
  return { ...shape, tables, views: [] }
}

async function inMemory<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  await using connection = await openSqliteForMigration(':memory:')
  await connection.query('pragma foreign_keys = off')
  return await work(connection)
}

/** Rules and indexes that are named after a table or column take their details along. */
async function followRenames(
  connection: Connection,
  details: Map<string, string>,
  step: Step,
): Promise<void> {
  if (step.kind !== 'renameTable' && step.kind !== 'renameColumn') return
  const shape = await describeTable(connection, step.table)
  if (!shape) return
  const renamed =
    step.kind === 'renameTable'
      ? renamedWithTable(shape, step.to)
      : renamedWithColumn(shape, step.column, step.to)
  for (const { from, to } of renamed) move(details, `${step.table}#${from}`, `${step.table}#${to}`)
}

function follow(details: Map<string, string>, beyond: Map<string, Made>, step: Step): void {
  const type = (column: NamedColumn) => normaliseType(typeName(column.type, 'postgresql'))
  if (step.kind === 'createTable') {
    for (const column of step.columns) details.set(`${step.table}.${column.name}`, type(column))
  }
  if (step.kind === 'addColumn') details.set(`${step.table}.${step.column.name}`, type(step.column))
  if (step.kind === 'alterColumn' && step.change.type)
    details.set(`${step.table}.${step.column}`, normaliseType(typeName(step.change.type, 'postgresql')))
  if (step.kind === 'createIndex')
    details.set(
      `${step.table}#${step.index.name}`,
      normaliseType(indexDetail(createIndexSql('postgresql', step.table, step.index))),
    )
  if (step.kind === 'dropIndex' || step.kind === 'dropConstraint')
    details.delete(`${step.table}#${step.name}`)
  if (step.kind === 'dropTable')
    for (const key of [...details.keys()].filter(isOf(step.table))) details.delete(key)
  if (step.kind === 'sql' && step.makes !== undefined)
    beyond.set(step.makes, { sqlite: step.sqlite, postgresql: step.postgresql })
  if (step.kind === 'sql' && step.drops !== undefined) beyond.delete(step.drops)
  if (step.kind === 'renameColumn') move(details, `${step.table}.${step.column}`, `${step.table}.${step.to}`)
  if (step.kind === 'renameTable') {
    for (const key of [...details.keys()].filter(isOf(step.table)))
      move(details, key, step.to + key.slice(step.table.length))
  }
}

const isOf = (table: string) => (key: string) => key.startsWith(`${table}.`) || key.startsWith(`${table}#`)

function move(types: Map<string, string>, from: string, to: string): void {
  const type = types.get(from)
  if (type !== undefined) types.set(to, type)
  types.delete(from)
}

const synonyms: Record<string, string> = {
  int: 'integer',
  int4: 'integer',
  serial: 'integer',
  int8: 'bigint',
  bigserial: 'bigint',
  float8: 'double precision',
  bool: 'boolean',
}

/** Types that PostgreSQL takes for the same have one name. */
function normaliseType(type: string): string {
  const plain = type.toLowerCase().replace(/\s*,\s*/g, ',')
  return synonyms[plain] ?? plain
}
