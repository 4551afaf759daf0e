/** The columns of a file of items: those that every item has, and its declared fields. */
import { itemFields } from '../../../domain.ts'
import type { FieldName } from '../../../domain.ts'

/** What an item is linked to, each under the name that files use. */
export const linkColumns = ['item_type', 'creators', 'categories'] as const
export type LinkColumn = (typeof linkColumns)[number]
export type ColumnName = FieldName | LinkColumn

/** The order of the columns that files of this catalogue have always had; what the domain lacks is passed over, other fields follow. */
const order = ['title', 'description', 'year', 'item_type', 'identifier', 'creators', 'categories']

const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)

/** Every column that a file may have, in the order in which files are written. */
export const columns: readonly ColumnName[] = [...itemFields.map(([name]) => name), ...linkColumns].sort(
  (a, b) => place(a) - place(b),
)

/** Those that somebody may have who may read these fields. */
export function columnsFor(fields: readonly FieldName[]): ColumnName[] {
  return columns.filter((name) => isLink(name) || fields.includes(name))
}

export const isLink = (name: ColumnName): name is LinkColumn => linkColumns.some((each) => each === name)
