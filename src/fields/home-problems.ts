/** What can be wrong with what a domain says beside its fields: names of fields on its front page, in comparisons and in its citation. */
import type { DeclaredBoard } from './domain.ts'
import type { DeclaredCitation } from './citation.ts'
import { isReference } from './field.ts'
import type { Declarations } from './field.ts'
import type { DeclaredComparison, Home, HomeBlock, HomeFigure } from './home.ts'

export interface DeclaredUses {
  readonly fields: Declarations
  readonly lookups: Readonly<Record<string, unknown>>
  readonly comparisons?: Readonly<Record<string, DeclaredComparison>>
  readonly home?: Home
  readonly board?: DeclaredBoard
  readonly citation?: DeclaredCitation
}

/** Kinds whose values can be added and compared as numbers. */
const numbers = ['integer', 'decimal', 'money', 'rating', 'year']

/** @returns a line for each name that is used and not declared, or cannot be used so */
export function problemsOfUses(domain: DeclaredUses): string[] {
  const { fields, comparisons = {}, home, board, citation } = domain
  const { kinds: _kinds, citedAs: _citedAs, ...parts } = citation ?? { kinds: {}, citedAs: '' }
  return [
    ...Object.entries(comparisons).flatMap(([name, { field, atMost }]) =>
      [field, atMost].flatMap((each) => problemOfNumber(fields, each, `the comparison "${name}"`)),
    ),
    ...(home?.figures ?? []).flatMap((figure) => problemsOfFigure(domain, figure)),
    ...(home?.blocks ?? []).flatMap((block) => problemsOfBlock(domain, block)),
    ...(board ? problemsOfBoard(fields, board) : []),
    ...Object.values(parts).flatMap((name) => problemOfName(fields, name, 'the citation')),
  ]
}

function problemsOfBoard(fields: Declarations, { by, due, done = [] }: DeclaredBoard): string[] {
  const field = fields[by] as { kind: string; labels?: Readonly<Record<string, string>> } | undefined
  if (field?.kind !== 'choice')
    return [`the board is by "${by}", and no field that holds a choice is called so`]
  const unknown = done.filter((key) => !Object.hasOwn(field.labels ?? {}, key))
  return [
    ...unknown.map((key) => `the board takes "${key}" for done, and the field "${by}" has no such choice`),
    ...(due === undefined || fields[due]?.kind === 'date'
      ? []
      : [`on the board things are due by "${due}", and no field that holds a date is called so`]),
  ]
}

function problemsOfFigure({ fields, lookups }: DeclaredUses, figure: HomeFigure): string[] {
  if ('of' in figure)
    return figure.of === 'items' || Object.hasOwn(lookups, figure.of)
      ? []
      : [`the front page counts "${figure.of}", and there is no such lookup`]
  if (!('sum' in figure)) return []
  const [field, times] = figure.sum
  return [field, ...(times === undefined ? [] : [times])].flatMap((name) =>
    problemOfNumber(fields, name, `the sum “${figure.label}” on the front page`),
  )
}

function problemsOfBlock({ fields }: DeclaredUses, block: HomeBlock): string[] {
  if (block.show === 'bars') return block.by === 'types' ? [] : problemsOfBars(fields, block.by)
  if (block.show === 'decades') {
    const years = Object.keys(fields).filter((name) => fields[name]?.kind === 'year')
    const isCounted = years.some((name) => fields[name]?.filter === true)
    return isCounted ? [] : years.slice(0, 1).flatMap((name) => problemOfChart(fields, name))
  }
  const named = block.fields?.flatMap((name) => problemOfShown(fields, name)) ?? []
  if (block.show === 'newest' || block.sort === undefined) return named
  const sort = block.sort.replace(/^-/, '')
  return sort === 'newest' || fields[sort]?.sort === true
    ? named
    : [...named, `the list “${block.title}” is ordered by "${sort}", and no field with "sort" is called so`]
}

function problemsOfBars(fields: Declarations, by: string): string[] {
  const field = fields[by]
  if (!field || (isReference(field) ? field.kind === 'lookup' : field.kind === 'choice'))
    return field ? problemOfChart(fields, by) : problemOfName(fields, by, chart)
  return [`${chart} is by "${by}", and only a choice or a lookup has bars`]
}

const chart = 'a chart on the front page'

/** The search counts what the list is filtered by. */
function problemOfChart(fields: Declarations, name: string): string[] {
  if (fields[name]?.filter === true) return []
  return [`${chart} is by "${name}", which is not counted: give the field filter: true`]
}

/** A list reads of an item's own row what tables and cards show. */
function problemOfShown(fields: Declarations, name: string): string[] {
  const field = fields[name]
  if (!field || isReference(field) || field.table === true || field.card === true)
    return problemOfName(fields, name, 'the front page')
  return [`the front page shows the field "${name}", which is in no list: give it table or card`]
}

function problemOfName(fields: Declarations, name: string, where: string): string[] {
  return Object.hasOwn(fields, name) ? [] : [`${where} names the field "${name}", and there is no such field`]
}

function problemOfNumber(fields: Declarations, name: string, where: string): string[] {
  const kind = fields[name]?.kind
  if (kind === undefined || numbers.includes(kind)) return problemOfName(fields, name, where)
  return [`${where} counts with the field "${name}", which is no number`]
}
