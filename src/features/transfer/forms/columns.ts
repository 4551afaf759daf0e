/** The columns of a file of items: its declared fields, and the name of its type. */
import { declarationOf, declaredNames } from '../../../declared.ts'
import type { DeclaredName, ReferenceName } from '../../../declared.ts'
import { isReference } from '../../../fields/field.ts'

export type ColumnName = DeclaredName | 'item_type'

/** The order of the columns that files of this catalogue have always had; what the domain lacks is passed over, other fields follow. */
const order = ['title', 'description', 'year', 'item_type', 'identifier', 'creators', 'categories']

const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)

/** Every column that a file may have, in the order in which files are written. */
export const columns: readonly ColumnName[] = [...declaredNames, 'item_type' as const].sort(
  (a, b) => place(a) - place(b),
)

/** Those that somebody may have who may read these fields. */
export function columnsFor(fields: readonly DeclaredName[]): ColumnName[] {
  return columns.filter((name) => name === 'item_type' || fields.includes(name))
}

export const isNames = (name: ColumnName): name is ReferenceName =>
  name !== 'item_type' && isReference(declarationOf(name))
