/**
 * What this project is about: what an item is called here, and what is known of it. A student edits this file first.
 * Change a word and every page, title and message follows; the tables in the database keep their names.
 */
import * as field from './fields/index.ts'
import { mustBePossible } from './fields/declaration.ts'
import type { AnyField, Fields, KindName, ValuesOf } from './fields/field.ts'
import { limits } from './rules/limits.ts'
import { noun } from './rules/words.ts'
import type { Noun } from './rules/words.ts'

export const domain = {
  /** The name in the header, in page titles and on the front page. */
  name: 'Crowfoot',
  /** One sentence for the front page and for search engines. */
  tagline: 'A small library of books, films, records and papers, and of the people who made them.',

  item: noun('item', 'items'),
  creator: noun('creator', 'creators'),
  category: noun('category', 'categories'),
  type: noun('type', 'types'),

  /** In which language and country's way numbers, amounts and dates are shown: `de-CH`, `en-GB`. */
  locale: 'en',

  /**
   * What is known of an item, one line for each field: from it follow its column, its place in the form, on the page and in files, its
   * filter, its order and who may see it. `docs/guides/add-a-field.md` goes through it; `npx crowfoot db revision` writes the revision.
   */
  fields: {
    title: field.title('Title'),
    year: field.year('Year', { table: true, card: true, sort: true, filter: true }),
    identifier: field.identifier('Identifier', {
      help: 'An ISBN, ISSN, DOI or catalogue number',
      table: true,
      card: true,
    }),
    description: field.longText('Description', { search: true }),
    internal_notes: field.longText('Private notes', {
      help: 'Not shown to visitors and members. At most 20,000 characters.',
      search: true,
      read: 'item.notes.read',
      write: 'item.notes.write',
    }),
  },
}

// Before anything is made of them: no command runs, and nothing starts, with a field that cannot be.
mustBePossible(domain.fields)

export type FieldName = keyof typeof domain.fields

/** The value of each field of an item, by name. */
export interface ItemFields extends ValuesOf<typeof domain.fields> {}

/** The fields of an item in the order of forms, pages and files: the title first, then as they are declared. */
export const itemFields: readonly (readonly [name: FieldName, field: AnyField])[] = Object.entries(
  domain.fields,
)
  .map(([name, each]) => [name as FieldName, each] as const)
  .sort(([a], [b]) => Number(b === 'title') - Number(a === 'title'))

/** The declaration of a field; undefined for a name that is none. */
export function fieldNamed(name: string): AnyField | undefined {
  return Object.hasOwn(domain.fields, name) ? domain.fields[name as FieldName] : undefined
}

/** The first field of a kind, where there is one. */
export function fieldOfKind(kind: KindName): FieldName | undefined {
  return itemFields.find(([, each]) => each.kind === kind)?.[0]
}

/** A list that items choose from. One of its rows, such as one creator, is an entry. */
export interface Lookup {
  readonly noun: Noun
  readonly table: string
  /** What an item calls it: in the address of a filter, in the counters and in the notice of a change. */
  readonly choice: string
  /** What an entry has beside its name. The keys are the columns' names. */
  readonly fields: Fields
  /** Two years that belong together: shown as "1815–1852", and the second never before the first. */
  readonly span?: { readonly from: string; readonly to: string }
}

/** The keys are their addresses: `/creators`.  */
export const lookups = {
  creators: {
    noun: domain.creator,
    table: 'creators',
    choice: 'creator',
    fields: {
      birth_year: field.year('Year of birth', { help: 'A whole number. Years BCE are negative: -428' }),
      death_year: field.year('Year of death', { help: '' }),
    },
    span: { from: 'birth_year', to: 'death_year' },
  },
  categories: {
    noun: domain.category,
    table: 'categories',
    choice: 'category',
    fields: { description: field.longText('Description', { limit: limits.note }) },
  },
  types: {
    noun: domain.type,
    table: 'item_types',
    choice: 'type',
    fields: { description: field.longText('Description', { limit: limits.note }) },
  },
} as const satisfies Record<string, Lookup>

export type LookupName = keyof typeof lookups
export type LookupTable = (typeof lookups)[LookupName]['table']
