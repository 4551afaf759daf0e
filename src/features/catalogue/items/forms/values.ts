/** What stands in the fields of an item's form: nothing yet, an item as it is stored, or what somebody has typed. */
import type { FieldValues } from './fields.ts'
import { fieldLabels } from './item.ts'

export type FieldName = keyof typeof fieldLabels
export type ListName = 'creators' | 'categories'

/** The text in each field. `internal_notes` is there for those alone who may read and write them. */
export interface ItemValues
  extends
    Record<ListName, string[]>,
    Record<Exclude<FieldName, ListName | 'internal_notes'> | 'version', string> {
  internal_notes?: string | undefined
}

interface StoredItem extends Omit<FieldValues, 'internal_notes'> {
  item_type_id: number
  creators: readonly { name: string }[]
  categories: readonly { name: string }[]
  internal_notes?: string
  version: number
}

export function emptyValues(withNotes: boolean): ItemValues {
  const values = {
    title: '',
    type: '',
    creators: [],
    categories: [],
    year: '',
    identifier: '',
    description: '',
  }
  return { ...values, internal_notes: withNotes ? '' : undefined, version: '' }
}

/** An item as its form shows it. */
export function formValuesOf(item: StoredItem, withNotes: boolean): ItemValues {
  return {
    title: item.title,
    type: String(item.item_type_id),
    creators: item.creators.map(({ name }) => name),
    categories: item.categories.map(({ name }) => name),
    year: item.year === null ? '' : String(item.year),
    identifier: item.identifier ?? '',
    description: item.description,
    internal_notes: withNotes ? item.internal_notes : undefined,
    version: String(item.version),
  }
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
    title: text('title', before.title),
    type: text('type', before.type),
    creators: list('creators'),
    categories: list('categories'),
    year: text('year', before.year),
    identifier: text('identifier', before.identifier),
    description: text('description', before.description),
    internal_notes:
      before.internal_notes === undefined ? undefined : text('internal_notes', before.internal_notes),
    version: text('version', before.version),
  }
}

/** The fields in which two differ, in the order of the form. Empty lines of a list do not count. */
export function differencesOfVersions(a: ItemValues, b: ItemValues): FieldName[] {
  const names = Object.keys(fieldLabels) as FieldName[]
  return names.filter((name) => asText(a, name) !== asText(b, name))
}

/** A field as one text. */
export function asText(values: ItemValues, name: FieldName): string {
  const value = values[name] ?? ''
  return typeof value === 'string'
    ? value.trim()
    : value
        .map((each) => each.trim())
        .filter(Boolean)
        .join('\n')
}

/** With one more empty line in a list. */
export function withLine(values: ItemValues, list: ListName): ItemValues {
  return { ...values, [list]: [...values[list], ''] }
}
