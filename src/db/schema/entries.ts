/** What the tables of lookups have in common: the rules of their names, and what their entries are ordered by. */
import { p } from '@mikro-orm/core'
import type { DeclaredLookup } from '../../fields/domain.ts'
import type { Declarations } from '../../fields/field.ts'
import { entryOrder } from '../../fields/sort-name.ts'
import { atMost, notBlank } from '../../fields/sql.ts'
import { limits } from '../../rules/limits.ts'
import { checksOf, columnsOf, expressionIndex } from './columns.ts'

/** The rules of the names and of the lookup's own fields. */
export function entryChecks(table: string, lookup: Pick<DeclaredLookup, 'fields' | 'span'>) {
  const ofNames = ['name', 'name_key'].flatMap((column) =>
    [notBlank(column), atMost(column, limits.name)].map(({ name, expression }) => ({
      ...{ name: `ck_${table}_${column}_${name}`, expression },
    })),
  )
  return [...ofNames, ...checksOf(table, lookup.fields), ...spanChecks(table, lookup)]
}

/** Of two years that belong together, the second is never before the first. */
function spanChecks(table: string, { span }: Pick<DeclaredLookup, 'span'>) {
  if (!span) return []
  const { from, to } = span
  const name = `ck_${table}_${to}_not_before_${from}`.replaceAll('_year', '')
  return [{ name, expression: `${to} >= ${from}` }]
}

/** The columns of the lookup's own fields, and the one by which its entries are ordered where they have sort names. */
export function entryColumns<const F extends Declarations>(lookup: {
  readonly fields: F
  readonly sortName?: boolean
}) {
  const columns = columnsOf(lookup.fields)
  return lookup.sortName ? { ...columns, sort_key: p.text().nullable() } : columns
}

export const entryIndexes = (table: string, lookup: Pick<DeclaredLookup, 'sortName'>) =>
  lookup.sortName ? [expressionIndex(`ix_${table}_sort_key`, table, entryOrder(lookup))] : []
