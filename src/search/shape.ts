/** What the index holds: which fields, in which of its tables. It follows from the declaration, and is built anew where that changes. */
import { fieldNamed, itemFields, itemReferences } from '../declared.ts'
import type { DeclaredName } from '../declared.ts'
import { isIndexed } from '../fields/field.ts'
import type { Permission } from '../rules/permissions.ts'

/** The type stands beside the declared fields. */
export type IndexedName = DeclaredName | 'item_type'

/** One table of the index: the fields that are read with one permission. Who may not read them is never answered from it. */
export interface SearchPart {
  /** `public`, or the permission as a name: `item_notes_read`. */
  readonly name: string
  /** None for what everybody may read who may read the catalogue. */
  readonly permission: Permission | undefined
  readonly fields: readonly IndexedName[]
}

const indexed: readonly { name: IndexedName; read: Permission | undefined }[] = [
  ...[...itemFields, ...itemReferences].flatMap(([name, field]) =>
    isIndexed(field) ? [{ name, read: field.read }] : [],
  ),
  { name: 'item_type', read: undefined },
]

/** Every part, the public one first. */
export const parts: readonly SearchPart[] = [...new Set([undefined, ...indexed.map(({ read }) => read)])].map(
  (permission) => ({
    name: permission?.replaceAll('.', '_') ?? 'public',
    permission,
    fields: indexed.filter(({ read }) => read === permission).map(({ name }) => name),
  }),
)

/** The column of a field: never a name that an engine keeps for itself. */
export const columnOf = (field: string): string => `f_${field}`

/** Fields that hold an identifier: any part of one is found. */
export const identifiers: readonly IndexedName[] = itemFields.flatMap(([name, { kind }]) =>
  kind === 'identifier' ? [name] : [],
)

/** Whether a field is filtered and counted in memory: one that is declared `filter`, and narrowed by choices or by a range. */
export function isInMemory(name: string): boolean {
  const field = fieldNamed(name)
  return field?.filter === true && ['choices', 'range'].includes(field.filterBy?.kind ?? '')
}

/** Goes up when the way in which texts are split, or tables are made, has changed. */
const version = 4

/** Two indexes of one shape hold the same for the same items. */
export const shape: string = JSON.stringify([version, parts.map(({ name, fields }) => [name, fields])])
