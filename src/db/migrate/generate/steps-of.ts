/** The steps that build what a schema says: a table, a rule, an index, a column. */
import type { Constraint, Step } from '../plan.ts'
import type { ColumnShape, ForeignKeyShape, IndexShape, TableShape } from '../shape/index.ts'
import type { Blueprint } from './blueprint.ts'
import { columnTypeOf, defaultOf } from './types.ts'

export function createSteps(table: TableShape, { types }: Blueprint): Step[] {
  const key = table.primaryKey?.columns ?? []
  const constraints: Constraint[] = [
    ...(key.length > 0 && !table.columns.some(({ extra }) => extra === 'autoincrement')
      ? [{ kind: 'primaryKey' as const, name: `${table.name}_pkey`, columns: key }]
      : []),
    ...rulesOf(table),
  ]
  const columns = table.columns.map((column) => namedColumn(table.name, column, types))
  return [
    { kind: 'createTable', table: table.name, columns, constraints },
    ...table.indexes.map((index) => indexStep(table.name, index)),
  ]
}

export function rulesOf({ uniques, checks, foreignKeys }: TableShape): Constraint[] {
  return [
    ...uniques.map(({ name, columns }) => ({ kind: 'unique' as const, name, columns })),
    ...foreignKeys.map(foreignKeyOf),
    ...checks.map(({ name, expression }) => ({ kind: 'check' as const, name, expression })),
  ]
}

function foreignKeyOf({ name, columns, table, references, onDelete, onUpdate }: ForeignKeyShape): Constraint {
  const rule = (value: string) => value as 'restrict'
  return {
    kind: 'foreignKey',
    name,
    columns,
    table,
    references,
    ...(onDelete !== 'no action' && { onDelete: rule(onDelete) }),
    ...(onUpdate !== 'no action' && { onUpdate: rule(onUpdate) }),
  }
}

export function namedColumn(table: string, column: ColumnShape, types: ReadonlyMap<string, string>) {
  const value = defaultOf(column.default)
  return {
    name: column.name,
    type: columnTypeOf(column.type, types.get(`${table}.${column.name}`) ?? column.type),
    nullable: column.nullable,
    ...(value !== undefined && { default: value }),
    ...(column.extra === 'autoincrement' && { autoIncrement: true }),
  }
}

export function indexStep(table: string, { name, unique, parts, where }: IndexShape): Step {
  const made = parts.map((part) => {
    const desc = part.endsWith(' desc')
    const what = desc ? part.slice(0, -' desc'.length) : part
    return { column: what.startsWith('(') ? { sql: what.slice(1, -1) } : what, ...(desc && { desc }) }
  })
  return {
    kind: 'createIndex',
    table,
    index: { name, unique, parts: made, ...(where !== null && { where }) },
  }
}
