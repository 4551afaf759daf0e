/** What a step may not do, on either engine: asked before anything is changed. */
import type { Connection } from '../connection/connection.ts'
import { keepsDefault } from '../ddl/conversion.ts'
import { typeName } from '../ddl/create.ts'
import { MigrationError } from '../core/errors.ts'
import type { Step } from '../core/plan.ts'
import { describeDatabase } from '../shape/index.ts'
import type { TableShape } from '../shape/shape.ts'
import { sqlTokensOf, unquote } from '../sqlite/tokens.ts'

/** The table as it is. @throws MigrationError when there is none */
export function requireTable(shape: TableShape | undefined, table: string): TableShape {
  if (!shape) throw new MigrationError(`there is no table ${table}`)
  return shape
}

export function requireColumn<T extends { name: string }>(
  shape: { readonly name: string; readonly columns: readonly T[] },
  column: string,
): T {
  const found = shape.columns.find(({ name }) => name === column)
  if (!found)
    throw new MigrationError(
      `${shape.name} has no column ${column}: it has ${shape.columns.map(({ name }) => name).join(', ')}`,
    )
  return found
}

/** The name of the rule that a step is about, whose kind must be the one that the step says. @throws MigrationError when there is none */
export function requireRule(
  shape: TableShape,
  { what, name }: Extract<Step, { kind: 'dropConstraint' }>,
): string {
  if (what === 'primaryKey' && shape.primaryKey) return shape.primaryKey.name
  const rules = { unique: shape.uniques, check: shape.checks, foreignKey: shape.foreignKeys, primaryKey: [] }
  if (rules[what].some((rule) => rule.name === name)) return name
  throw new MigrationError(`${shape.name} has no rule called ${name}`)
}

/** A table that others refer to stays until they no longer do. */
export async function refuseDropOfReferred(connection: Connection, table: string): Promise<void> {
  const { tables } = await describeDatabase(connection)
  const referring = tables.filter(
    ({ name, foreignKeys }) => name !== table && foreignKeys.some((key) => key.table === table),
  )
  if (referring.length === 0) return
  throw new MigrationError(
    `${table} cannot be dropped while ${referring.map(({ name }) => name).join(' and ')} refer to it: drop those foreign keys first`,
  )
}

/** What goes with a column because it is about nothing else: its own rules and indexes. */
export interface ColumnBelongings {
  uniques: string[]
  checks: string[]
  foreignKeys: string[]
  indexes: string[]
}

/** @throws MigrationError when a rule or index is about this column and others: dropping it would change what they say */
export function belongingsOf(shape: TableShape, column: string): ColumnBelongings {
  const names = shape.columns.map(({ name }) => name)
  const shared: string[] = shape.primaryKey?.columns.includes(column) ? ['the primary key'] : []
  const own = <T extends { name: string }>(
    things: readonly T[],
    columnsOf: (thing: T) => readonly string[],
  ) => {
    const about = things.filter((thing) => columnsOf(thing).includes(column))
    const alone = about.filter((thing) => columnsOf(thing).every((name) => name === column))
    shared.push(...about.filter((thing) => !alone.includes(thing)).map(({ name }) => name))
    return alone.map(({ name }) => name)
  }
  const belongings = {
    uniques: own(shape.uniques, ({ columns }) => columns),
    checks: own(shape.checks, ({ expression }) => mentioned(expression, names)),
    foreignKeys: own(shape.foreignKeys, ({ columns }) => columns),
    indexes: own(shape.indexes, ({ parts, where, extra }) =>
      [...parts, where ?? '', extra].flatMap((part) => mentioned(part, names)),
    ),
  }
  if (shared.length === 0) return belongings
  throw new MigrationError(
    `${shape.name}.${column} is still used by ${shared.join(', ')}: drop that first, and put it back in down()`,
  )
}

function mentioned(sql: string, columns: readonly string[]): string[] {
  const words = new Set(
    sqlTokensOf(sql)
      .filter(({ kind }) => kind !== 'string')
      .map(({ text }) => unquote(text)),
  )
  return columns.filter((column) => words.has(column))
}

/** A default is not converted with its column: the revision says what it becomes. */
export function refuseStaleDefault(
  shape: TableShape,
  step: Extract<Step, { kind: 'alterColumn' }>,
  engine: Connection['engine'],
): void {
  const { type, default: value } = step.change
  const column = requireColumn(shape, step.column)
  if (!type || value !== undefined || column.default === null) return
  // SQLite calls booleans integer, and moments text: there the name says nothing.
  const isSame = column.type === typeName(type, engine) && !/^(integer|text)$/.test(column.type)
  const isTruth = type.kind === 'boolean' && /^(true|false)$/i.test(column.default)
  if (isSame || isTruth || keepsDefault(column.type, type)) return
  const to = type.kind === 'custom' ? type.postgresql : type.kind
  throw new MigrationError(
    `${shape.name}.${step.column} has the default ${column.default}, which is no ${to}: drop the default first, or say the new one`,
  )
}
