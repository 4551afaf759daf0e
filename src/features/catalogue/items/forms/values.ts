/** What stands in the fields of an item's form: nothing yet, an item as it is stored, or what somebody has typed. */
import { declarationOf, declaredNames, fieldNamed } from '../../../../declared.ts'
import type { DeclaredName, ItemFields, ReferenceName } from '../../../../declared.ts'
import { isReference } from '../../../../fields/field.ts'
import { typeLabel } from './item.ts'

/** The text in each field: a list for one that refers to other rows. A field is there for those alone who may read and write it. */
export interface ItemValues {
  type: string
  version: string
  fields: Partial<Record<DeclaredName, string | readonly string[]>>
}

interface StoredItem
  extends Partial<ItemFields>, Partial<Record<ReferenceName, readonly { id: number; name: string }[]>> {
  item_type_id: number
  version: number
}

/** @param fields those that the form has */
export function emptyValues(fields: readonly DeclaredName[]): ItemValues {
  return { type: '', version: '', fields: valuesOf(fields, (name) => fieldNamed(name)?.default) }
}

/** An item as its form shows it. */
export function formValuesOf(item: StoredItem, fields: readonly DeclaredName[]): ItemValues {
  return {
    type: String(item.item_type_id),
    version: String(item.version),
    fields: valuesOf(fields, (name) => item[name]),
  }
}

function valuesOf(
  fields: readonly DeclaredName[],
  stored: (name: DeclaredName) => unknown,
): ItemValues['fields'] {
  const values = fields.map((name): [DeclaredName, string | string[]] => {
    const declared = declarationOf(name)
    const value = stored(name)
    if (!isReference(declared)) return [name, value === undefined ? '' : declared.text(value)]
    const rows = (value ?? []) as { id: number; name: string }[]
    // Another item is named by its number: two may have one title.
    return [name, rows.map((row) => (declared.kind === 'item' ? String(row.id) : row.name))]
  })
  return Object.fromEntries(values)
}

/** What was typed, over what stood there before. A field that the form did not have stays away. */
export function typedValues(
  typed: Readonly<Record<string, string | string[]>>,
  before: ItemValues,
): ItemValues {
  const text = (name: string, otherwise: string) => {
    const value = typed[name]
    return typeof value === 'string' ? value : otherwise
  }
  const list = (name: string, otherwise: readonly string[]) => {
    const value = typed[name]
    return value === undefined ? otherwise : typeof value === 'string' ? [value] : value
  }
  const fields = Object.entries(before.fields).map(([name, value]) => [
    name,
    typeof value === 'string' ? text(name, value) : list(name, value),
  ])
  return {
    type: text('type', before.type),
    version: text('version', before.version),
    fields: Object.fromEntries(fields) as ItemValues['fields'],
  }
}

/** One thing in which two versions of an item may differ. */
export interface Part {
  name: DeclaredName | 'type'
  label: string
}

const parts: readonly Part[] = [
  { name: 'title', label: declarationOf('title').label },
  { name: 'type', label: typeLabel },
  ...declaredNames
    .filter((name) => name !== 'title')
    .map((name) => ({ name, label: declarationOf(name).label })),
]

/** The parts in which two differ, in the order of the form. Empty lines of a list do not count. */
export function differencesOfVersions(a: ItemValues, b: ItemValues): Part[] {
  return parts.filter(({ name }) => asText(a, name) !== asText(b, name))
}

/** A part as one text. */
export function asText(values: ItemValues, name: Part['name']): string {
  if (name === 'type') return values.type.trim()
  const value = values.fields[name] ?? ''
  if (typeof value === 'string') return asStored(name, value)
  return value
    .map((each) => each.trim())
    .filter(Boolean)
    .join('\n')
}

/** What was typed as it would be read again: `9.9` and `9.90` are the same amount. */
function asStored(name: string, typed: string): string {
  const field = fieldNamed(name)
  const read = field?.parse(typed)
  return (field && read?.problem === undefined ? field.text(read?.value) : typed).trim()
}

/** With one more empty line in a list. */
export function withLine(values: ItemValues, list: ReferenceName): ItemValues {
  const lines = values.fields[list]
  const longer = [...(typeof lines === 'object' ? lines : []), '']
  return { ...values, fields: { ...values.fields, [list]: longer } }
}
