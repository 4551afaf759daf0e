/**
 * What this project is about: what an item is called here, and what is known of it. A student edits this file first.
 * Change a word and every page, title and message follows; the tables in the database keep their names.
 */
import * as field from '../fields/index.ts'
import type { Domain, OwnedBy } from '../fields/domain.ts'
import { limits } from '../rules/limits.ts'
import { noun } from '../rules/words.ts'

export const domain = {
  /** The name in the header, in page titles and on the front page. */
  name: 'Crowfoot',
  /** One sentence for the front page and for search engines. */
  tagline: 'A small library of books, films, records and papers, and of the people who made them.',

  item: noun('item', 'items'),

  /** In which language and country's way numbers, amounts and dates are shown: `de-CH`, `en-GB`. */
  locale: 'en-GB',

  /** Whether visitors may read the catalogue. The setting `PUBLIC_CATALOGUE` wins over it. */
  publicCatalogue: true,
  /** The folder of `samples` that fills an empty database. */
  sample: 'library',

  /**
   * What is known of an item, one line for each field: from it follow its column, its place in the form, on the page and in files, its
   * filter, its order and who may see it. `docs/guides/add-a-field.md` goes through it; `npx crowfoot db revision` writes the revision.
   */
  fields: {
    title: field.title('Title', { article: ['the', 'a', 'an'] }),
    creators: field.lookup('Creators', { of: 'creators', many: true, table: true, card: true, filter: true }),
    year: field.year('Year', { table: true, card: true, sort: true, filter: true }),
    identifier: field.identifier('Identifier', {
      help: 'An ISBN, ISSN, DOI or catalogue number',
      table: true,
      card: true,
      filter: true,
    }),
    shelf_mark: field.text('Shelf', { help: 'Where it stands, such as F 12', limit: 40, filter: true }),
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
      sortName: true,
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

  /**
   * What a new database begins with: the types are data from then on, which staff change at `/types`. A `scheme` checks identifiers
   * (isbn, issn, ean, doi, pattern); `needs` and `hides` name fields.
   */
  types: [
    {
      name: 'Book',
      description:
        'A work published as a book, or long enough to be one: a novel, a textbook, a volume of comics, an ancient text.',
      scheme: 'isbn',
    },
    {
      name: 'Video',
      description: 'A work to be watched: a film, a television series, a recorded talk.',
      needs: ['creators'],
    },
    {
      name: 'Magazine',
      description: 'A magazine or journal as a whole, or a single issue of one.',
      scheme: 'issn',
    },
    {
      name: 'Audio',
      description: 'A work to be heard: an album, a recording, a radio programme, a podcast.',
      needs: ['creators'],
    },
    {
      name: 'Document',
      description:
        'A shorter text that stands by itself: a paper, a standard, a declaration, a letter, a report.',
    },
  ],

  /** The front page: a number for each of these, then what follows it from top to bottom. */
  home: {
    look: 'drawers',
    figures: [{ of: 'items' }, { of: 'creators' }, { of: 'categories' }, { of: 'types' }],
    blocks: [{ show: 'newest' }, { show: 'bars', by: 'types' }, { show: 'decades' }],
  },
} as const satisfies Domain

/** What is somebody's own: `item.update.own` and `item.delete.own` hold for it. Here it is what they added. */
export const ownedBy: OwnedBy = (item, account) => item.created_by === account.id
