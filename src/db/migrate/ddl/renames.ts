/** What else changes its name when a table or column does: the rules and indexes that are named after it. */
import { foreignKeyName, indexName, primaryKeyName, uniqueName } from '../core/names.ts'
import type { TableShape } from '../shape/shape.ts'

export interface Renamed {
  readonly what: 'rule' | 'index'
  readonly from: string
  readonly to: string
}

/** After `table` became `to`: everything whose name began with the old one. */
export function renamedWithTable(shape: TableShape, to: string): Renamed[] {
  const from = shape.name
  const rename = (name: string) =>
    name.replace(/^(uq|ix|ck|fk)_/, '').startsWith(`${from}_`) && /^(uq|ix|ck|fk)_/.test(name)
      ? name.slice(0, 3) + to + name.slice(3 + from.length)
      : name
  const rules = [...shape.uniques, ...shape.checks, ...shape.foreignKeys].map(({ name }) =>
    renamed('rule', name, rename(name)),
  )
  const primary =
    shape.primaryKey?.name === primaryKeyName(from)
      ? [renamed('rule', primaryKeyName(from), primaryKeyName(to))]
      : []
  const indexes = shape.indexes.map(({ name }) => renamed('index', name, rename(name)))
  return [...primary, ...rules, ...indexes].filter(changed)
}

/** After a column became `to`: the rules and indexes that are named after their columns. */
export function renamedWithColumn(shape: TableShape, column: string, to: string): Renamed[] {
  const { name: table } = shape
  const after = (columns: readonly string[]) => columns.map((name) => (name === column ? to : name))
  const follow = (what: Renamed['what'], name: string, columns: readonly string[], rule: typeof uniqueName) =>
    renamed(what, name, name === rule(table, columns) ? rule(table, after(columns)) : name)
  return [
    ...shape.uniques.map(({ name, columns }) => follow('rule', name, columns, uniqueName)),
    ...shape.foreignKeys.map(({ name, columns }) => follow('rule', name, columns, foreignKeyName)),
    ...shape.indexes.map(({ name, parts }) =>
      follow(
        'index',
        name,
        parts.map((part) => part.replace(/ desc$/, '')),
        indexName,
      ),
    ),
  ].filter(changed)
}

const renamed = (what: Renamed['what'], from: string, to: string): Renamed => ({ what, from, to })
const changed = ({ from, to }: Renamed) => from !== to
