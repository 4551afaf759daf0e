/**
 * What this project is about: what an item is called here, and what is known of it. A student edits this file first.
 * Change a word and every page, title and message follows; the tables in the database keep their names.
 */
import * as field from './fields/index.ts'
import { mustBePossible } from './fields/declaration.ts'
import { isReference } from './fields/field.ts'
import type { AnyField, Declarations, Fields, KindName, ReferenceField, ValuesOf } from './fields/field.ts'
import { limits } from './rules/limits.ts'
import { noun } from './rules/words.ts'
import type { Noun } from './rules/words.ts'

export const domain = {
  /** The name in the header, in page titles and on the front page. */
  name: 'Crowfoot',
  /** One sentence for the front page and for search engines. */
  tagline: 'A small library of books, films, records and papers, and of the people who made them.',

  item: noun('item', 'items'),

  /** In which language and country's way numbers, amounts and dates are shown: `de-CH`, `en-GB`. */
  locale: 'en-GB',

  /**
   * What is known of an item, one line for each field: from it follow its column, its place in the form, on the page and in files, its
   * filter, its order and who may see it. `docs/guides/add-a-field.md` goes through it; `npx crowfoot db revision` writes the revision.
   */
  fields: {
    title: field.title('Title'),
    creators: field.lookup('Creators', { of: 'creators', many: true, table: true, card: true, filter: true }),
    year: field.year('Year', { table: true, card: true, sort: true, filter: true }),
    identifier: field.identifier('Identifier', {
      help: 'An ISBN, ISSN, DOI or catalogue number',
      table: true,
      card: true,
    }),
    categories: field.lookup('Categories', { of: 'categories', many: true, card: true, filter: true }),
    description: field.longText('Description', { search: true }),
    internal_notes: field.longText('Private notes', {
      help: 'Not shown to visitors and members. At most 20,000 characters.',
      search: true,
      read: 'item.notes.read',
      write: 'item.notes.write',
    }),
  },
  /** The lists that items choose from. The keys are their addresses, such as `/creators`; `item_type` of every item is one of `types`. */
  lookups: {
    creators: {
      noun: noun('creator', 'creators'),
      choice: 'creator',
      fields: {
        birth_year: field.year('Year of birth', { help: 'A whole number. Years BCE are negative: -428' }),
        death_year: field.year('Year of death', { help: '' }),
      },
      span: { from: 'birth_year', to: 'death_year' },
    },
    categories: {
      noun: noun('category', 'categories'),
      choice: 'category',
      fields: { description: field.longText('Description', { limit: limits.note }) },
    },
    types: {
      noun: noun('type', 'types'),
      table: 'item_types',
      choice: 'type',
      fields: { description: field.longText('Description', { limit: limits.note }) },
    },
  },
} as const satisfies Domain

// Before anything is made of them: no command runs, and nothing starts, with a field that cannot be.
mustBePossible(domain)

/** What a domain says. */
interface Domain {
  readonly name: string
  readonly tagline: string
  readonly item: Noun
  readonly locale: string
  readonly fields: Declarations
  readonly lookups: Readonly<Record<string, DeclaredLookup>>
}

/** A list that items choose from. One of its rows, such as one creator, is an entry. */
interface DeclaredLookup {
  readonly noun: Noun
  /** Where it is not called as the lookup. */
  readonly table?: string
  /** What one of them is called in a link's column and in an address: `creator`, `creator_id`. Default: the name of the lookup. */
  readonly choice?: string
  /** What an entry has beside its name. The keys are the columns' names. */
  readonly fields: Fields
  /** Two years that belong together: shown as "1815–1852", and the second never before the first. */
  readonly span?: { readonly from: string; readonly to: string }
}

type Declared = typeof domain.fields

/** The fields of an item that refer to rows of other tables. */
export type ReferenceName = {
  [Name in keyof Declared]: Declared[Name] extends { many: boolean } ? Name : never
}[keyof Declared]

/** The fields that stand in the item's own row. */
export type FieldName = Exclude<keyof Declared, ReferenceName>

export type DeclaredName = keyof Declared

/** The value of each field of the item's own row, by name. */
export interface ItemFields extends ValuesOf<Pick<Declared, FieldName>> {}

/** All fields in the order of forms, pages and files: the title first, then as they are declared. */
export const declaredNames = (Object.keys(domain.fields) as DeclaredName[]).sort(
  (a, b) => Number(b === 'title') - Number(a === 'title'),
)

/** The declaration of any field. */
export function declarationOf(name: DeclaredName): AnyField | ReferenceField {
  return domain.fields[name]
}

const refers = (name: DeclaredName): name is ReferenceName => isReference(declarationOf(name))
const isOwn = (name: DeclaredName): name is FieldName => !refers(name)

/** The fields of an item's own row, in that order. */
export const itemFields: readonly (readonly [name: FieldName, field: AnyField])[] = declaredNames
  .filter(isOwn)
  .map((name) => [name, declarationOf(name) as AnyField])

/** The fields that refer to other rows, in that order. */
export const itemReferences: readonly (readonly [name: ReferenceName, field: ReferenceField])[] =
  declaredNames.filter(refers).map((name) => [name, declarationOf(name) as ReferenceField])

/** The declaration of a field of the item's own row; undefined for any other name. */
export function fieldNamed(name: string): AnyField | undefined {
  return fieldsByName.get(name)
}

const fieldsByName = new Map<string, AnyField>(itemFields)

/** The first field of a kind, where there is one: of those that everybody may read, or else of the others. */
export function fieldOfKind(kind: KindName): FieldName | undefined {
  const ofKind = itemFields.filter(([, each]) => each.kind === kind)
  return (ofKind.find(([, { read }]) => read === undefined) ?? ofKind[0])?.[0]
}

export type LookupName = keyof typeof domain.lookups

type TableOf<Name extends LookupName> = (typeof domain.lookups)[Name] extends {
  table: infer Table extends string
}
  ? Table
  : Name

type ChoiceOf<Name extends LookupName> = (typeof domain.lookups)[Name] extends {
  choice: infer Choice extends string
}
  ? Choice
  : Name

export type LookupTable = { [Name in LookupName]: TableOf<Name> }[LookupName]

/** A lookup with all that its declaration may leave out. */
export interface Lookup extends DeclaredLookup {
  readonly table: string
  readonly choice: string
}

type Lookups = {
  readonly [Name in LookupName]: Lookup &
    (typeof domain.lookups)[Name] & { table: TableOf<Name>; choice: ChoiceOf<Name> }
}

export const lookups = Object.fromEntries(
  Object.entries<DeclaredLookup>(domain.lookups).map(([name, lookup]) => [
    name,
    { table: name, choice: name, ...lookup },
  ]),
) as unknown as Lookups

export const lookupNames = Object.keys(domain.lookups) as LookupName[]
