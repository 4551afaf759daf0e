/** The rules of a table as a revision writes them: `check('year_range', ...)`, `unique('name_key')`. */
import type { ForeignKeyRule } from './columns.ts'
import { nameOfCheck, foreignKeyName, primaryKeyName, uniqueName } from './names.ts'
import type { Constraint, ForeignKey, NamedColumn } from './plan.ts'

/** A rule of a table that is being created: made by `primaryKey`, `unique`, `check` and `foreignKey`. */
export type TableRule = (table: string) => Constraint

export interface ForeignKeyOptions {
  name?: string
  /** The columns referred to; the `id` unless said otherwise. */
  references?: readonly string[]
  onDelete?: ForeignKeyRule
  onUpdate?: ForeignKeyRule
  deferrable?: 'deferred' | 'immediate'
}

export const primaryKey =
  (...columns: string[]): TableRule =>
  (table) => ({ kind: 'primaryKey', name: primaryKeyName(table), columns })

export const unique =
  (...columns: string[]): TableRule =>
  (table) => ({ kind: 'unique', name: uniqueName(table, columns), columns })

/** `check('year_range', 'year between 0 and 9999')` is called `ck_<table>_year_range`; `{ name: ... }` is another name. */
export const check =
  (rule: string | { readonly name: string }, expression: string): TableRule =>
  (table) => ({
    kind: 'check',
    name: typeof rule === 'string' ? nameOfCheck(table, rule) : rule.name,
    expression,
  })

export const foreignKey =
  (columns: readonly string[], to: string, options: ForeignKeyOptions = {}): TableRule =>
  (table) =>
    makeForeignKey(table, columns, to, options)

/** The rules that a column carries with it, as rules of its table. */
export function ownRules(table: string, column: NamedColumn): Constraint[] {
  const rules: Constraint[] = []
  if (column.unique)
    rules.push({ kind: 'unique', name: uniqueName(table, [column.name]), columns: [column.name] })
  const to = column.references
  if (to) rules.push(makeForeignKey(table, [column.name], to.table, { ...to, references: [to.column] }))
  return rules
}

export function makeForeignKey(
  table: string,
  columns: readonly string[],
  to: string,
  options: ForeignKeyOptions,
): ForeignKey {
  const {
    name = foreignKeyName(table, columns),
    references = ['id'],
    onDelete,
    onUpdate,
    deferrable,
  } = options
  return {
    kind: 'foreignKey',
    name,
    columns,
    table: to,
    references,
    ...(onDelete && { onDelete }),
    ...(onUpdate && { onUpdate }),
    ...(deferrable && { deferrable }),
  }
}
