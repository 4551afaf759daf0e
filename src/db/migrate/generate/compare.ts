/** The steps that lead from one schema to another. The way back is the same question asked the other way round. */
import { nameOfCheck, primaryKeyName } from '../core/names.ts'
import type { Step } from '../core/plan.ts'
import { keepsDefault } from '../ddl/conversion.ts'
import type { ColumnShape, TableShape } from '../shape/shape.ts'
import { aroundTables } from './beyond.ts'
import type { Blueprint } from './blueprint.ts'
import { rename } from './renamed.ts'
import type { Renames } from './renamed.ts'
import { createSteps, indexStep, namedColumn, rulesOf } from './steps-of.ts'
import { columnTypeOf, defaultOf } from './types.ts'

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
  const { before, after } = aroundTables(from.beyond, to.beyond)
  const gone = pairs.flatMap(({ before, after }) => (before && !after ? [before] : []))
  return [...before, ...ordered(steps), ...dropsInOrder(gone), ...after]
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
    done.push(step, ...steps.filter((other) => comesWith(step.table, other)))
  }
  for (const step of creates) visit(step, [])
  const first: Step[] = steps.filter((step) => step.kind === 'renameTable' || step.kind === 'renameColumn')
  const rest = steps.filter((step) => !done.includes(step) && !first.includes(step))
  // Links are away while the keys that they refer to change.
  const links = (kind: 'addConstraint' | 'dropConstraint') =>
    rest.filter((step) => step.kind === kind && isLink(step))
  const between = rest.filter((step) => !isLink(step))
  return [...first, ...links('dropConstraint'), ...done, ...between, ...links('addConstraint')]
}

const comesWith = (table: string, step: Step) =>
  (step.kind === 'createIndex' || step.kind === 'addConstraint') && step.table === table

const isLink = (step: Step) =>
  (step.kind === 'addConstraint' && step.constraint.kind === 'foreignKey') ||
  (step.kind === 'dropConstraint' && step.what === 'foreignKey')

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
  const anew = columnsMadeAnew(before, after, from, to)
  const same = (a: object | undefined, b: object | undefined) => {
    const text = JSON.stringify(a)
    return text === JSON.stringify(b) && !anew.some((name) => new RegExp(`\\b${name}\\b`).test(text))
  }
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
  const later: Step[] = []
  const keys = [before, after].map(({ primaryKey }) => primaryKey?.columns ?? [])
  if (keys[0]?.join() !== keys[1]?.join() || keys[1]?.some((name) => anew.includes(name))) {
    const [was = [], is = []] = keys
    const counts = after.columns.some(({ name, extra }) => extra === 'autoincrement' && is.includes(name))
    const name = primaryKeyName(table)
    if (was.length > 0) drops.push({ kind: 'dropConstraint', table, what: 'primaryKey', name })
    if (is.length > 0 && !counts)
      adds.unshift({ kind: 'addConstraint', table, constraint: { kind: 'primaryKey', name, columns: is } })
  }
  for (const { before: a, after: b } of pairUp(before.columns, after.columns)) {
    if (a && b && anew.includes(b.name)) drops.push({ kind: 'dropColumn', table, column: b.name })
    if ((!a || anew.includes(a.name)) && b)
      (a ? later : columns).push({
        kind: 'addColumn',
        table,
        column: namedColumn(table, b, to.types),
        ...placeOf(after, b, options),
      })
    if (a && !b) columns.push({ kind: 'dropColumn', table, column: a.name })
    if (a && b && !anew.includes(b.name)) columns.push(...columnSteps(table, a, b, from, to))
  }
  return [...drops, ...columns, ...later, ...adds]
}

/** A generated column is not altered but dropped and added again, also where a column that it is computed from changes its type. */
function columnsMadeAnew(before: TableShape, after: TableShape, from: Blueprint, to: Blueprint): string[] {
  const pairs = pairUp(before.columns, after.columns)
  const isGenerated = (column: ColumnShape) => column.extra.startsWith('generated ')
  const retyped = pairs.flatMap(({ before: a, after: b }) => {
    const typeIn = ({ types }: Blueprint) => types.get(`${after.name}.${b?.name}`)
    return a && b && (a.type !== b.type || typeIn(from) !== typeIn(to)) ? [b.name] : []
  })
  return pairs.flatMap(({ before: a, after: b }) => {
    if (!a || !b || !(isGenerated(a) || isGenerated(b))) return []
    const follows = retyped.some((name) => name !== b.name && new RegExp(`\\b${name}\\b`).test(b.extra))
    return a.extra !== b.extra || follows ? [b.name] : []
  })
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
  if (typeChanges) {
    const type = columnTypeOf(b.type, newType)
    // A default that stays is said again where the old one would be refused as left behind.
    const isKept = a.default === b.default && keepsDefault(a.type, type) && keepsDefault(oldType, type)
    step({ type, ...(!isKept && value !== undefined && { default: value }) })
  }
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
  const prefix = nameOfCheck(table, '')
  return name.startsWith(prefix) ? name.slice(prefix.length) : undefined
}
