/** A schema in the form that two of them are compared in: the shape on SQLite, and the type of each column on PostgreSQL. */
import { openSqlite } from '../connection/sqlite.ts'
import type { Connection } from '../connection/index.ts'
import { typeName } from '../ddl/create.ts'
import { applySteps } from '../apply.ts'
import { shapingSteps } from '../build.ts'
import type { Step } from '../plan.ts'
import type { Revision } from '../revision.ts'
import { describe } from '../shape/index.ts'
import type { Shape } from '../shape/index.ts'
import { parseTable } from '../sqlite/definition.ts'

export interface Blueprint {
  readonly shape: Shape
  /** PostgreSQL's type of `table.column`: SQLite keeps texts, keys and moments alike. */
  readonly types: ReadonlyMap<string, string>
}

/** What models describe, from the statements that MikroORM makes of them. */
export async function blueprintOfModels(ddl: { sqlite: string; postgresql: string }): Promise<Blueprint> {
  return inMemory(async (connection) => {
    for (const statement of statements(ddl.sqlite)) await connection.query(statement)
    const tables = statements(ddl.postgresql)
      .filter((sql) => /^create table/i.test(sql))
      .map(parseTable)
    const types = tables.flatMap((table) =>
      table.columns.map(({ name, type, rules }): [string, string] => {
        const collation = rules.find(({ kind }) => kind === 'collate')?.text
        return [`${table.name}.${name}`, normaliseType([type, collation].filter(Boolean).join(' '))]
      }),
    )
    return { shape: await describe(connection), types: new Map(types) }
  })
}

/** What revisions build, one after another, in a database in memory. */
export async function blueprintOfRevisions(revisions: readonly Revision[]): Promise<Blueprint> {
  return inMemory(async (connection) => {
    const types = new Map<string, string>()
    for (const revision of revisions) {
      const steps = await shapingSteps(revision)
      await applySteps(connection, steps)
      for (const step of steps) followTypes(types, step)
    }
    return { shape: await describe(connection), types }
  })
}

async function inMemory<T>(work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = await openSqlite(':memory:')
  try {
    await connection.query('pragma foreign_keys = off')
    return await work(connection)
  } finally {
    await connection.close()
  }
}

function statements(sql: string): string[] {
  return sql
    .split(/;\s*\n/)
    .map((statement) => statement.trim())
    .filter(Boolean)
}

function followTypes(types: Map<string, string>, step: Step): void {
  if (step.kind === 'createTable') {
    for (const column of step.columns)
      types.set(`${step.table}.${column.name}`, normaliseType(typeName(column.type, 'postgresql')))
  }
  if (step.kind === 'addColumn')
    types.set(`${step.table}.${step.column.name}`, normaliseType(typeName(step.column.type, 'postgresql')))
  if (step.kind === 'alterColumn' && step.change.type)
    types.set(`${step.table}.${step.column}`, normaliseType(typeName(step.change.type, 'postgresql')))
  if (step.kind === 'renameColumn') move(types, `${step.table}.${step.column}`, `${step.table}.${step.to}`)
  if (step.kind === 'renameTable') {
    for (const name of [...types.keys()].filter((key) => key.startsWith(`${step.table}.`)))
      move(types, name, step.to + name.slice(step.table.length))
  }
}

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
