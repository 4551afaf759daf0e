/** The steps that build what a schema says: a table, a rule, an index, a column. */
import { uniqueName } from '../core/names.ts'
import type { Constraint, Step } from '../core/plan.ts'
import type { ColumnShape, ForeignKeyShape, IndexShape, TableShape } from '../shape/shape.ts'
import type { Blueprint } from './blueprint.ts'
import { includedIn } from './ddl.ts'
import { columnTypeOf, defaultOf } from './types.ts'

export function createSteps(table: TableShape, { types }: Blueprint): Step[] {
  const key = table.primaryKey?.columns ?? []
  const rules = rulesOf(table)
  const constraints: Constraint[] = [
    ...(key.length > 0 && !table.columns.some(({ extra }) => extra === 'autoincrement')
      ? [{ kind: 'primaryKey' as const, name: `${table.name}_pkey`, columns: key }]
      : []),
    ...rules.filter((rule) => !namedOtherwise(table.name, rule)),
  ]
  const columns = table.columns.map((column) => namedColumn(table.name, column, types))
  return [
    { kind: 'createTable', table: table.name, columns, constraints },
    ...rules
      .filter((rule) => namedOtherwise(table.name, rule))
      .map((constraint) => ({ kind: 'addConstraint' as const, table: table.name, constraint })),
    ...table.indexes.map((index) => indexStep(table.name, index)),
  ]
}

/** A unique rule inside `createTable` has the usual name; another is added after. */
const namedOtherwise = (table: string, rule: Constraint) =>
  rule.kind === 'unique' && rule.name !== uniqueName(table, rule.columns)

export function rulesOf({ uniques, checks, foreignKeys }: TableShape): Constraint[] {
  return [
    ...uniques.map(({ name, columns }) => ({ kind: 'unique' as const, name, columns })),
    ...foreignKeys.map(foreignKeyOf),
    ...checks.map(({ name, expression }) => ({ kind: 'check' as const, name, expression })),
  ]
}

function foreignKeyOf({
  name,
  columns,
  table,
  references,
  onDelete,
  onUpdate,
  extra,
}: ForeignKeyShape): Constraint {
  const rule = (value: string) => value as 'restrict'
  return {
    kind: 'foreignKey',
    name,
    columns,
    table,
    references,
    ...(onDelete !== 'no action' && { onDelete: rule(onDelete) }),
    ...(onUpdate !== 'no action' && { onUpdate: rule(onUpdate) }),
    ...(extra !== '' && { deferrable: extra.endsWith('deferred') ? 'deferred' : 'immediate' }),
  }
}

export function namedColumn(table: string, column: ColumnShape, types: ReadonlyMap<string, string>) {
  const value = defaultOf(column.default)
  const type = types.get(`${table}.${column.name}`) ?? column.type
  const counts = column.extra === 'autoincrement'
  const [, generated] = /^generated always as \((.*)\) stored$/s.exec(column.extra) ?? []
  return {
    name: column.name,
    type: counts
      ? { kind: type === 'bigint' ? ('bigint' as const) : ('integer' as const) }
      : columnTypeOf(column.type, type),
    nullable: column.nullable,
    ...(value !== undefined && { default: value }),
    ...(counts && { autoIncrement: true }),
    ...(generated !== undefined && { generated }),
  }
}

export function indexStep(table: string, { name, unique, parts, where, extra }: IndexShape): Step {
  const made = parts.map((part) => {
    const desc = part.endsWith(' desc')
    const what = desc ? part.slice(0, -' desc'.length) : part
    return { column: what.startsWith('(') ? { sql: what.slice(1, -1) } : what, ...(desc && { desc }) }
  })
  const [, method] = /\busing (\w+)/.exec(extra) ?? []
  const include = includedIn(extra)
  return {
    kind: 'createIndex',
    table,
    index: {
      name,
      unique,
      parts: made,
      ...(where !== null && { where }),
      ...(method !== undefined && { method }),
      ...(include.length > 0 && { include }),
    },
  }
}
