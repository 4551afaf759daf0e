/** The fields that a person can name in a search, such as `creator:` or `year:`, and how what stands behind the colon is read. Pure. */
import { declarationOf, lookups } from '../../../../declared.ts'
import type { DeclaredName } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import { isIndexed } from '../../../../fields/field.ts'
import type { AnyField, Filter, ReferenceField } from '../../../../fields/field.ts'
import type { Range } from '../../../../fields/filters.ts'
import { limits } from '../../../../rules/limits.ts'
import type { Term } from '../../../../rules/search-query.ts'
import { searchKey } from '../../../../rules/text.ts'
import { capital } from '../../../../rules/words.ts'
import { choicesFor } from './choices.ts'
import { wordsTerm } from './query-words.ts'

/** What can be named before a colon. */
export interface SearchField {
  readonly label: string
  /** @returns undefined where the value is none of this field */
  read(value: TypedValue, say: (notice: string) => void): ReadValue | undefined
}

export interface TypedValue {
  readonly text: string
  readonly isQuoted: boolean
  /** The viewer's own username, where they have one. */
  readonly me: string | undefined
}

export interface ReadValue {
  readonly term: Term
  /** The value as people read it. */
  readonly shown: string
}

const fieldsFor = new WeakMap<readonly DeclaredName[], ReadonlyMap<string, SearchField>>()

/**
 * The field that is called so, or whose label is this one word; however the letters are written.
 * @param readable the fields that the viewer may read: no other is found
 */
export function searchField(called: string, readable: readonly DeclaredName[]): SearchField | undefined {
  const fields = fieldsFor.get(readable) ?? allFields(readable)
  fieldsFor.set(readable, fields)
  return fields.get(searchKey(called))
}

function allFields(readable: readonly DeclaredName[]): ReadonlyMap<string, SearchField> {
  const type = indexed(capital(lookups.types.noun.one), 'item_type')
  const declared = readable.map((name) => [name, declaredField(name)] as const)
  return new Map<string, SearchField>([
    // A later one takes the place of an earlier one: labels give way to names.
    ...declared.map(([, field]) => [searchKey(field.label), field] as const),
    ...declared,
    ...choicesFor(readable).map(({ name, reference }): [string, SearchField] => [
      name,
      reference === undefined ? type : declaredField(reference),
    ]),
    ['item_type', type],
    ['id', { label: capital(domain.item.one), read: readId }],
  ])
}

function declaredField(name: DeclaredName): SearchField {
  const field = declarationOf(name)
  const { filterBy } = field
  const isLookup = field.kind === 'lookup'
  const hasWords = isIndexed(field)
  const called = isLookup && name === field.of ? nounOf(field.of) : field.label
  const words = indexed(called, name)
  if (!filterBy || filterBy.kind === 'words' || (filterBy.kind === 'contains' && hasWords))
    return hasWords ? words : { ...words, read: () => undefined }
  return {
    label: called,
    read(value, say) {
      const filtered = readByFilter(name, field, filterBy, value, say)
      return filtered ?? (hasWords ? words.read(value, say) : undefined)
    },
  }
}

const nounOf = (lookup: string) => capital(lookups[lookup as keyof typeof lookups].noun.one)

/** A field whose words the index holds by this name. */
function indexed(label: string, name: string): SearchField {
  return {
    label,
    read({ text, isQuoted }) {
      const term = wordsTerm(text, isQuoted)
      return term && { term: { ...term, in: name }, shown: text.trim() }
    },
  }
}

function readId({ text }: TypedValue): ReadValue | undefined {
  const isId = /^[1-9]\d{0,9}$/.test(text.trim()) && Number(text) <= limits.id
  return isId ? { term: { kind: 'id', id: Number(text) }, shown: text.trim() } : undefined
}

/** Reads a value with the field's own filter, as the address of the list does. Where the filter refuses it, the caller reports that. */
function readByFilter(
  name: DeclaredName,
  field: AnyField | ReferenceField,
  filterBy: Filter,
  { text, me }: TypedValue,
  say: (notice: string) => void,
): ReadValue | undefined {
  const { label } = field
  const values = filterBy.kind === 'range' ? endsOf(text) : [keyOf(field, filterBy, text)]
  const sent = Object.fromEntries(
    filterBy.parameters(name).map((each, index) => [each, [values[index] ?? '']]),
  )
  const notices: string[] = []
  const choice = filterBy.read(
    { name, label, me },
    (parameter) => sent[parameter] ?? [],
    (notice) => notices.push(notice),
  )
  if (choice === undefined) return undefined
  notices.forEach(say)
  return { term: { kind: 'field', name, choice }, shown: shownChoice(field, filterBy, choice) }
}

/** `1950..1975`, `1950..`, `..1975`; telephones write two points as one sign. One value is both ends. */
function endsOf(text: string): string[] {
  const [from = '', ...others] = text.split(/\.{2,}|[…‥]/)
  return others.length === 0 ? [from, from] : [from, others.join('')]
}

/** What the choice is called, or its key, in capitals or not. */
function keyOf(field: AnyField | ReferenceField, { keys = [] }: Filter, text: string): string {
  const wanted = searchKey(text)
  const labels = labelsOf(field)
  return (
    keys.find((key) => searchKey(key) === wanted) ??
    keys.find((key) => searchKey(labels[key] ?? '') === wanted) ??
    text
  )
}

/** What the keys of a choice, and yes and no, are called. */
function labelsOf(field: object): Readonly<Record<string, string>> {
  const { labels = {}, yes, no } = field as Readonly<{ labels?: object; yes?: string; no?: string }>
  return { ...labels, ...(yes !== undefined && { yes }), ...(no !== undefined && { no }) }
}

function shownChoice(field: AnyField | ReferenceField, { kind }: Filter, choice: unknown): string {
  if (kind === 'choices') return (choice as string[]).map((key) => labelsOf(field)[key] ?? key).join(', ')
  if (kind !== 'range') return choice as string
  const { from, to } = choice as Range
  if (from === undefined) return `to ${to ?? ''}`
  if (to === undefined) return `from ${from}`
  return from === to ? from : `${from} to ${to}`
}
