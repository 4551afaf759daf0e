/** A schema as it is called after its renames, so that what is left to compare are real changes. */
import type { Step } from '../core/plan.ts'
import { renamedWithColumn, renamedWithTable } from '../ddl/renames.ts'
import type { ForeignKeyShape, Shape, TableShape } from '../shape/shape.ts'
import type { Blueprint } from './blueprint.ts'

/** What was called what: `items.place` is now `location`, `items` is now `works`. */
export interface Renames {
  /** Old name to new name. */
  readonly tables: ReadonlyMap<string, string>
  /** Old `table.column`, with the old name of the table, to the new column's name. */
  readonly columns: ReadonlyMap<string, string>
}

/** The schema under its new names, and the steps that give them. */
export function rename(from: Blueprint, renames: Renames): Blueprint & { steps: Step[] } {
  const steps: Step[] = []
  const types = new Map(from.types)
  const moveType = (a: string, b: string) => {
    types.set(b, from.types.get(a) ?? '')
  }
  const tables = from.shape.tables.map((table) => {
    let shape = table
    for (const { name } of table.columns) {
      const to = renames.columns.get(`${table.name}.${name}`)
      if (to === undefined) continue
      steps.push({ kind: 'renameColumn', table: table.name, column: name, to })
      moveType(`${table.name}.${name}`, `${table.name}.${to}`)
      shape = withNames(renameColumn(shape, name, to), renamedWithColumn(shape, name, to))
    }
    const to = renames.tables.get(table.name)
    if (to === undefined) return shape
    steps.push({ kind: 'renameTable', table: table.name, to })
    for (const [key, type] of [...types])
      if (key.startsWith(`${table.name}.`)) types.set(to + key.slice(table.name.length), type)
    return withNames({ ...shape, name: to }, renamedWithTable(shape, to))
  })
  const newName = (name: string) => renames.tables.get(name) ?? name
  const follow = (key: ForeignKeyShape) => ({
    ...key,
    table: newName(key.table),
    references: key.references.map((column) => renames.columns.get(`${key.table}.${column}`) ?? column),
  })
  const shape: Shape = {
    ...from.shape,
    tables: tables.map((table) => ({ ...table, foreignKeys: table.foreignKeys.map(follow) })),
  }
  return { ...from, shape, types, steps }
}

function renameColumn(table: TableShape, column: string, to: string): TableShape {
  const word = new RegExp(`(?<![\\w'])${column.replace(/[^\w]/g, '\\$&')}(?![\\w'])`, 'g')
  const names = (columns: readonly string[]) => columns.map((name) => (name === column ? to : name))
  const text = (sql: string) => sql.replace(word, to)
  return {
    ...table,
    columns: table.columns.map((old) => (old.name === column ? { ...old, name: to } : old)),
    primaryKey: table.primaryKey && { ...table.primaryKey, columns: names(table.primaryKey.columns) },
    uniques: table.uniques.map((rule) => ({ ...rule, columns: names(rule.columns) })),
    checks: table.checks.map((rule) => ({ ...rule, expression: text(rule.expression) })),
    foreignKeys: table.foreignKeys.map((key) => ({ ...key, columns: names(key.columns) })),
    indexes: table.indexes.map((index) => ({
      ...index,
      parts: index.parts.map(text),
      where: index.where && text(index.where),
      extra: text(index.extra),
    })),
  }
}

function withNames(table: TableShape, renamed: readonly { from: string; to: string }[]): TableShape {
  const names = new Map(renamed.map(({ from, to }) => [from, to]))
  const follow = <T extends { name: string }>(things: readonly T[]) =>
    things.map((thing) => ({ ...thing, name: names.get(thing.name) ?? thing.name }))
  return {
    ...table,
    uniques: follow(table.uniques),
    checks: follow(table.checks),
    foreignKeys: follow(table.foreignKeys),
    indexes: follow(table.indexes),
  }
}
