/** The steps that lead from one schema to another. The way back is the same question asked the other way round. */
import { checkName } from '../names.ts'
import type { Constraint, Step } from '../plan.ts'
import { renamedWithColumn, renamedWithTable } from '../renames.ts'
import type { ColumnShape, ForeignKeyShape, IndexShape, Shape, TableShape } from '../shape/index.ts'
import type { Blueprint } from './blueprint.ts'
import { columnTypeOf, defaultOf } from './types.ts'

/** What was called what: `items.place` is now `location`, `items` is now `works`. */
export interface Renames {
  /** Old name to new name. */
  readonly tables: ReadonlyMap<string, string>
  /** Old `table.column`, with the old name of the table, to the new column's name. */
  readonly columns: ReadonlyMap<string, string>
}

export interface Options {
  /** Whether a column that comes is put where it stands in the target, and not at the end. */
  readonly keepOrder: boolean
}

export function stepsBetween(from: Blueprint, to: Blueprint, renames: Renames, options: Options): Step[] {
  const renamed = rename(from, renames)
  const pairs = pairUp(renamed.shape.tables, to.shape.tables)
  const steps = [...renamed.steps]
  for (const { after } of pairs.filter(({ before }) => !before))
    if (after) steps.push(...createSteps(after, to))
  for (const { before, after } of pairs) {
    if (before && after) steps.push(...tableSteps(before, after, { from: renamed, to }, options))
  }
  const gone = pairs.flatMap(({ before, after }) => (before && !after ? [before] : []))
  return [...ordered(steps), ...dropsInOrder(gone)]
}

/** New tables in an order in which each finds those that it refers to. */
function ordered(steps: readonly Step[]): Step[] {
  const creates = steps.filter((step) => step.kind === 'createTable')
  const done: Step[] = []
  const names = new Set(creates.map(({ table }) => table))
  const visit = (step: (typeof creates)[number], path: readonly string[]) => {
    if (!names.delete(step.table)) return
    for (const rule of step.constraints) {
      const other =
        rule.kind === 'foreignKey' && !path.includes(rule.table)
          ? creates.find(({ table }) => table === rule.table)
          : undefined
      if (other) visit(other, [...path, step.table])
    }
    done.push(step, ...steps.filter((other) => other.kind === 'createIndex' && other.table === step.table))
  }
  for (const step of creates) visit(step, [])
  const first: Step[] = steps.filter((step) => step.kind === 'renameTable' || step.kind === 'renameColumn')
  return [...first, ...done, ...steps.filter((step) => !done.includes(step) && !first.includes(step))]
}

function dropsInOrder(tables: readonly TableShape[]): Step[] {
  const left = [...tables]
  const steps: Step[] = []
  while (left.length > 0) {
    const free = left.findIndex(
      ({ name }) =>
        !left.some((other) => other.name !== name && other.foreignKeys.some(({ table }) => table === name)),
    )
    const [table] = left.splice(Math.max(free, 0), 1)
    if (table) steps.push({ kind: 'dropTable', table: table.name })
  }
  return steps
}

interface Pair<T> {
  before?: T
  after?: T
}

function pairUp<T extends { name: string }>(before: readonly T[], after: readonly T[]): Pair<T>[] {
  const names = [...new Set([...after, ...before].map(({ name }) => name))]
  const find = (things: readonly T[], name: string) => things.find((thing) => thing.name === name)
  return names.map((name) => {
    const [a, b] = [find(before, name), find(after, name)]
    return { ...(a && { before: a }), ...(b && { after: b }) }
  })
}

/** The starting schema as it is called after the renames, so that what is left to compare are real changes. */
function rename(from: Blueprint, renames: Renames): Blueprint & { steps: Step[] } {
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
  return { shape, types, steps }
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

function createSteps(table: TableShape, { types }: Blueprint): Step[] {
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

function rulesOf({ uniques, checks, foreignKeys }: TableShape): Constraint[] {
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

function namedColumn(table: string, column: ColumnShape, types: ReadonlyMap<string, string>) {
  const value = defaultOf(column.default)
  return {
    name: column.name,
    type: columnTypeOf(column.type, types.get(`${table}.${column.name}`) ?? column.type),
    nullable: column.nullable,
    ...(value !== undefined && { default: value }),
    ...(column.extra === 'autoincrement' && { autoIncrement: true }),
  }
}

function indexStep(table: string, { name, unique, parts, where }: IndexShape): Step {
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

/** What goes comes first, so that a column is free of rules when it is dropped; what comes is added at the end. */
function tableSteps(
  before: TableShape,
  after: TableShape,
  { from, to }: { from: Blueprint; to: Blueprint },
  options: Options,
): Step[] {
  const { name: table } = after
  const drops: Step[] = []
  const adds: Step[] = []
  const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)
  for (const { before: a, after: b } of pairUp(before.indexes, after.indexes)) {
    if (same(a, b)) continue
    if (a) drops.push({ kind: 'dropIndex', table, name: a.name })
    if (b) adds.push(indexStep(table, b))
  }
  for (const { before: a, after: b } of pairUp(rulesOf(before), rulesOf(after))) {
    if (same(a, b)) continue
    if (a) drops.push({ kind: 'dropConstraint', table, what: a.kind, name: a.name })
    if (b) adds.push({ kind: 'addConstraint', table, constraint: b })
  }
  const columns: Step[] = []
  for (const { before: a, after: b } of pairUp(before.columns, after.columns)) {
    if (!a && b)
      columns.push({
        kind: 'addColumn',
        table,
        column: namedColumn(table, b, to.types),
        ...placeOf(after, b, options),
      })
    if (a && !b) columns.push({ kind: 'dropColumn', table, column: a.name })
    if (a && b) columns.push(...columnSteps(table, a, b, from, to))
  }
  return [...drops, ...columns, ...adds]
}

function placeOf(table: TableShape, column: ColumnShape, { keepOrder }: Options): { after?: string } {
  const at = table.columns.indexOf(column)
  const before = table.columns[at - 1]
  return keepOrder && before && at < table.columns.length - 1 ? { after: before.name } : {}
}

function columnSteps(table: string, a: ColumnShape, b: ColumnShape, from: Blueprint, to: Blueprint): Step[] {
  const key = `${table}.${b.name}`
  const [oldType, newType] = [from.types.get(key) ?? a.type, to.types.get(key) ?? b.type]
  const steps: Step[] = []
  const value = defaultOf(b.default)
  const step = (change: Extract<Step, { kind: 'alterColumn' }>['change']) =>
    steps.push({ kind: 'alterColumn', table, column: b.name, change })
  const typeChanges = a.type !== b.type || oldType !== newType
  if (typeChanges)
    step({
      type: columnTypeOf(b.type, newType),
      ...(a.default !== b.default && value !== undefined && { default: value }),
    })
  if (a.default !== b.default && !(typeChanges && value !== undefined)) {
    const drop: Step = { kind: 'alterColumn', table, column: b.name, change: { default: value ?? null } }
    if (value === undefined) steps.unshift(drop)
    else steps.push(drop)
  }
  if (a.nullable !== b.nullable) step({ nullable: b.nullable })
  return steps
}

/** The rule's own name, where the check is called by the convention: `ck_items_year_range` is year_range. */
export function ruleOfCheck(table: string, name: string): string | undefined {
  const prefix = checkName(table, '')
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined
}
