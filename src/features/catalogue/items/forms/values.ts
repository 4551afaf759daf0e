/** What stands in the fields of an item's form: nothing yet, an item as it is stored, or what somebody has typed. */
import { domain, fieldNamed, itemFields } from '../../../../domain.ts'
import type { FieldName, ItemFields } from '../../../../domain.ts'
import { linkLabels } from './item.ts'

export type ListName = 'creators' | 'categories'

/** The text in each field. A declared field is there for those alone who may read and write it. */
export interface ItemValues extends Record<ListName, string[]> {
  type: string
  version: string
  fields: Partial<Record<FieldName, string>>
}

interface StoredItem extends Partial<ItemFields> {
  item_type_id: number
  creators: readonly { name: string }[]
  categories: readonly { name: string }[]
  version: number
}

/** @param fields those that the form has */
export function emptyValues(fields: readonly FieldName[]): ItemValues {
  return {
    type: '',
    creators: [],
    categories: [],
    version: '',
    fields: Object.fromEntries(fields.map((name) => [name, textIn(name, fieldNamed(name)?.default)])),
  }
}

/** An item as its form shows it. */
export function formValuesOf(item: StoredItem, fields: readonly FieldName[]): ItemValues {
  return {
    type: String(item.item_type_id),
    creators: item.creators.map(({ name }) => name),
    categories: item.categories.map(({ name }) => name),
    version: String(item.version),
    fields: Object.fromEntries(fields.map((name) => [name, textIn(name, item[name])])),
  }
}

function textIn(name: FieldName, value: unknown): string {
  return value === undefined ? '' : (fieldNamed(name)?.text(value) ?? '')
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
  const list = (name: ListName) => {
    const value = typed[name]
    return value === undefined ? before[name] : typeof value === 'string' ? [value] : value
  }
  return {
    type: text('type', before.type),
    creators: list('creators'),
    categories: list('categories'),
    version: text('version', before.version),
    fields: Object.fromEntries(
      Object.entries(before.fields).map(([name, value]) => [name, text(name, value)]),
    ),
  }
}

/** One thing in which two versions of an item may differ. */
export interface Part {
  name: string
  label: string
}

const linkParts: readonly Part[] = [
  { name: 'type', label: linkLabels.type },
  { name: 'creators', label: linkLabels.creators },
  { name: 'categories', label: linkLabels.categories },
]

const parts: readonly Part[] = [
  { name: 'title', label: domain.fields.title.label },
  ...linkParts,
  ...itemFields.filter(([name]) => name !== 'title').map(([name, { label }]) => ({ name, label })),
]

/** The parts in which two differ, in the order of the form. Empty lines of a list do not count. */
export function differencesOfVersions(a: ItemValues, b: ItemValues): Part[] {
  return parts.filter(({ name }) => asText(a, name) !== asText(b, name))
}

/** A part as one text. */
export function asText(values: ItemValues, name: string): string {
  if (name === 'creators' || name === 'categories')
    return values[name]
      .map((each) => each.trim())
      .filter(Boolean)
      .join('\n')
  return name === 'type' ? values.type.trim() : asStored(name, values.fields[name as FieldName] ?? '')
}

/** What was typed as it would be read again: `9.9` and `9.90` are the same amount. */
function asStored(name: string, typed: string): string {
  const { value, problem } = fieldNamed(name)?.parse(typed) ?? {}
  return (problem === undefined ? (fieldNamed(name)?.text(value) ?? typed) : typed).trim()
}

/** With one more empty line in a list. */
export function withLine(values: ItemValues, list: ListName): ItemValues {
  return { ...values, [list]: [...values[list], ''] }
}
