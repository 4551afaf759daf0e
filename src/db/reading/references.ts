/** Where the rows stand that the fields of items refer to. */
import { itemReferences, lookups } from '../../declared.ts'
import type { LookupName, ReferenceName } from '../../declared.ts'
import type { ReferenceField } from '../../fields/field.ts'

export interface ReferenceTable {
  /** The table of the rows, and the column that says what each is called. */
  names: string
  label: string
  /** By what a name is found. */
  key: string
  /** The table that links items to them: one of its own, or `items`, whose row then holds the id. */
  links: string
  item: string
  value: string
}

function tableOf(name: ReferenceName, { kind, of, many }: ReferenceField): ReferenceTable {
  const lookup = kind === 'lookup' ? lookups[of as LookupName] : undefined
  const rows =
    kind === 'person'
      ? { names: 'users', label: 'username', key: 'username_key' }
      : kind === 'item'
        ? { names: 'items', label: 'title', key: 'id' }
        : { names: lookup?.table ?? '', label: 'name', key: 'name_key' }
  const links = many
    ? { links: `item_${name}`, item: 'item_id', value: `${lookup?.choice ?? name}_id` }
    : { links: 'items', item: 'id', value: `${name}_id` }
  return { ...rows, ...links }
}

export const referenceTables = Object.fromEntries(
  itemReferences.map(([name, reference]) => [name, tableOf(name, reference)]),
) as Record<ReferenceName, ReferenceTable>
