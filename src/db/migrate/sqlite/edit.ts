/** A step as a change of a table's definition, for a table that is about to be rebuilt. */
import { defaultSql, typeName } from '../ddl/create.ts'
import { ruleText } from '../ddl/rule.ts'
import { MigrationError } from '../core/errors.ts'
import { requireColumn } from '../safety/guards.ts'
import type { NamedColumn, Step } from '../core/plan.ts'
import { sqliteConversion } from './conversion.ts'
import type { ColumnText, RuleKind, RuleText, TableText } from './definition.ts'

/** A table to be rebuilt: what it becomes, and for each column that is not simply copied, the SQL of its value. */
export interface Rebuild {
  readonly table: TableText
  readonly values: Map<string, string>
  readonly steps: Step[]
}

export function edit({ table, values }: Rebuild, step: Step): void {
  switch (step.kind) {
    case 'addColumn':
      insertColumn(table, step.column, step.after)
      if (step.column.generated !== undefined) break
      values.set(
        step.column.name,
        step.fill?.sql ??
          (step.column.default === undefined ? 'null' : defaultSql(step.column.default, 'sqlite')),
      )
      break
    case 'dropColumn':
      table.columns = table.columns.filter(({ name }) => name !== step.column)
      values.delete(step.column)
      break
    case 'alterColumn':
      alterColumn(requireColumn(table, step.column), step.change, values)
      break
    case 'addConstraint':
      table.rules.push(ruleText(step.constraint))
      break
    case 'dropConstraint':
      dropRule(table, step.what, step.name)
      break
    default:
      throw new MigrationError(`a rebuild cannot ${step.kind}`)
  }
}

function insertColumn(table: TableText, column: NamedColumn, after: string | undefined): void {
  const at =
    after === undefined ? table.columns.length : table.columns.indexOf(requireColumn(table, after)) + 1
  table.columns.splice(at, 0, columnText(column))
}

function columnText(column: NamedColumn): ColumnText {
  const rules: RuleText[] = []
  if (column.autoIncrement) rules.push({ kind: 'primaryKey', text: 'primary key autoincrement' })
  if (column.generated !== undefined)
    rules.push({ kind: 'generated', text: `generated always as (${column.generated}) stored` })
  if (!column.nullable) rules.push({ kind: 'notNull', text: 'not null' })
  if (column.default !== undefined) rules.push(defaultRule(defaultSql(column.default, 'sqlite')))
  return {
    name: column.name,
    type: column.autoIncrement ? 'integer' : typeName(column.type, 'sqlite'),
    rules,
  }
}

const defaultRule = (sql: string): RuleText => ({ kind: 'default', text: `default ${sql}` })

function alterColumn(
  column: ColumnText,
  change: Extract<Step, { kind: 'alterColumn' }>['change'],
  values: Map<string, string>,
): void {
  if (change.type) {
    values.set(column.name, change.using ?? sqliteConversion(column.name, change.type, column.type))
    column.type = typeName(change.type, 'sqlite')
  }
  if (change.nullable !== undefined) {
    column.rules = column.rules.filter(({ kind }) => kind !== 'notNull' && kind !== 'null')
    if (!change.nullable) column.rules.push({ kind: 'notNull', text: 'not null' })
  }
  if (change.default !== undefined) {
    column.rules = column.rules.filter(({ kind }) => kind !== 'default')
    if (change.default !== null) column.rules.push(defaultRule(defaultSql(change.default, 'sqlite')))
  }
}

function dropRule(table: TableText, kind: RuleKind, name: string): void {
  for (const owner of [table, ...table.columns]) {
    const left = owner.rules.filter(
      (rule) => rule.kind !== kind || (rule.name !== name && kind !== 'primaryKey'),
    )
    if (left.length < owner.rules.length) {
      owner.rules = left
      return
    }
  }
  throw new MigrationError(`${table.name} has no rule called ${name}`)
}
