/** In what two shapes differ, in words: one line for each thing. */
import type { IndexShape, Shape, TableShape } from './shape.ts'

/** What is found against what is expected; nothing where they are the same. The order of columns counts. */
export function shapeDifferences(expected: Shape, found: Shape): string[] {
  return [
    ...compare('table', expected.tables, found.tables, tableDifferences),
    ...(['view', 'function', 'type'] as const).flatMap((what) =>
      compare(what, expected[`${what}s`], found[`${what}s`], (a, b) =>
        a.sql === b.sql ? [] : [`the ${what} ${a.name} reads differently`],
      ),
    ),
  ]
}

interface Named {
  readonly name: string
}

/** Things by name: those that are missing, those that are too many, and what differs in those that both have. */
function compare<T extends Named>(
  what: string,
  expected: readonly T[],
  found: readonly T[],
  inside: (a: T, b: T) => string[],
): string[] {
  const byName = new Map(found.map((thing) => [thing.name, thing]))
  const known = new Set(expected.map(({ name }) => name))
  const lines = expected.flatMap((thing) => {
    const other = byName.get(thing.name)
    return other ? inside(thing, other) : [`the ${what} ${thing.name} is missing`]
  })
  return [
    ...lines,
    ...found.filter(({ name }) => !known.has(name)).map(({ name }) => `the ${what} ${name} is one too many`),
  ]
}

function tableDifferences(expected: TableShape, found: TableShape): string[] {
  const { name } = expected
  const parts = <T extends Named>(what: string, a: readonly T[], b: readonly T[]) =>
    compare(what, a, b, (x, y) => valueDifferences(`the ${what} ${x.name}`, x, y)).map(
      (line) => `${name}: ${line}`,
    )
  return [
    ...parts('column', expected.columns, found.columns),
    ...orderDifference(expected, found),
    ...valueDifferences(`${name}: the primary key`, expected.primaryKey ?? {}, found.primaryKey ?? {}),
    ...parts('unique rule', expected.uniques, found.uniques),
    ...parts('check', expected.checks, found.checks),
    ...parts('foreign key', expected.foreignKeys, found.foreignKeys),
    ...compare('index', expected.indexes, found.indexes, indexDifferences).map((line) => `${name}: ${line}`),
    ...parts('trigger', expected.triggers, found.triggers),
    ...(expected.options === found.options
      ? []
      : [`${name} has the options "${found.options}", not "${expected.options}"`]),
  ]
}

/** PostgreSQL's definition of an index repeats its parts and its condition: a difference in those is reported once. */
function indexDifferences(a: IndexShape, b: IndexShape): string[] {
  const what = `the index ${a.name}`
  const { extra, ...index } = a
  const lines = valueDifferences(what, index, b)
  return lines.length > 0 ? lines : valueDifferences(what, { extra }, b)
}

function orderDifference(expected: TableShape, found: TableShape): string[] {
  const names = ({ columns }: TableShape) => columns.map(({ name }) => name)
  const common = (a: TableShape, b: TableShape) => names(a).filter((name) => names(b).includes(name))
  const [should, is] = [common(expected, found), common(found, expected)]
  return should.join() === is.join()
    ? []
    : [`${expected.name}: the columns stand in the order ${is.join(', ')}, not ${should.join(', ')}`]
}

/** "items: the column year has nullable false, not true". */
function valueDifferences(what: string, expected: object, found: object): string[] {
  const other = new Map(Object.entries(found))
  return Object.entries(expected).flatMap(([key, value]) => {
    const [should, is] = [JSON.stringify(value), JSON.stringify(other.get(key))]
    if (should === is) return []
    return [
      key === 'extra' ? `${what} reads ${is}, not ${should}` : `${what} has ${key} ${is}, not ${should}`,
    ]
  })
}
