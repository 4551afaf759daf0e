/**
 * The words of this project: what an item is called here, and how its fields are labelled.
 * Change a word and every page, title and message follows; the tables in the database keep their names.
 */
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

  /** What each field of an item is called in forms, tables and messages. The keys are the columns' names. */
  labels: {
    title: 'Title',
    description: 'Description',
    year: 'Year',
    identifier: 'Identifier',
    internal_notes: 'Private notes',
  },
  /** What the identifier is, for whoever fills in a form. */
  identifierHint: 'An ISBN, ISSN, DOI or catalogue number',
}

/** What an entry of a lookup has beside its name. The keys of a lookup's `fields` are the columns' names. */
export interface LookupField {
  /** `year`: a whole number, or none. `longText`: text on several lines, perhaps empty. */
  readonly kind: 'year' | 'longText'
  readonly label: string
  /** Said beside the field in the form. */
  readonly help?: string
}

/** A list that items choose from. One of its rows, such as one creator, is an entry. */
export interface Lookup {
  readonly noun: Noun
  readonly table: string
  /** What an item calls it: in the address of a filter, in the counters and in the notice of a change. */
  readonly choice: string
  readonly fields: Readonly<Record<string, LookupField>>
  /** Two years that belong together: shown as "1815–1852", and the second never before the first. */
  readonly span?: { readonly from: string; readonly to: string }
}

/** The keys are their addresses: `/creators`. The columns of `fields` stand in `db/schema/models.ts`. */
export const lookups = {
  creators: {
    noun: domain.creator,
    table: 'creators',
    choice: 'creator',
    fields: {
      birth_year: {
        kind: 'year',
        label: 'Year of birth',
        help: 'A whole number. Years BCE are negative: -428',
      },
      death_year: { kind: 'year', label: 'Year of death' },
    },
    span: { from: 'birth_year', to: 'death_year' },
  },
  categories: {
    noun: domain.category,
    table: 'categories',
    choice: 'category',
    fields: { description: { kind: 'longText', label: 'Description' } },
  },
  types: {
    noun: domain.type,
    table: 'item_types',
    choice: 'type',
    fields: { description: { kind: 'longText', label: 'Description' } },
  },
} as const satisfies Record<string, Lookup>

export type LookupName = keyof typeof lookups
export type LookupTable = (typeof lookups)[LookupName]['table']
