/**
 * What this project is about: what a document is called here, and what is known of it. A student edits this file first.
 * Change a word and every page, title and message follows; the tables in the database keep their names.
 */
import * as field from '../fields/index.ts'
import type { Domain, OwnedBy } from '../fields/domain.ts'
import { limits } from '../rules/limits.ts'
import { noun } from '../rules/words.ts'

export const domain = {
  /** The name in the header, in page titles and on the front page. */
  name: 'Open Archive',
  /** One sentence for the front page and for search engines. */
  tagline: 'Letters, charters, maps and papers, and where their originals are.',

  item: noun('document', 'documents'),

  /** In which language and country's way numbers, amounts and dates are shown: `de-CH`, `en-GB`. */
  locale: 'en-GB',

  /** Whether visitors may read the catalogue. The setting `PUBLIC_CATALOGUE` wins over it. */
  publicCatalogue: true,
  /** The folder of `samples` that fills an empty database. */
  sample: 'archive',

  /** What is known of a document, one line for each field: everything about it follows from its line. */
  fields: {
    title: field.title('Title'),
    creators: field.lookup('Authors', { of: 'creators', many: true, table: true, card: true, filter: true }),
    year: field.year('Year', { table: true, card: true, sort: true, filter: true }),
    identifier: field.identifier('DOI or shelf mark', { card: true }),
    language: field.choice('Language', {
      values: {
        akk: 'Akkadian',
        ar: 'Arabic',
        ca: 'Catalan',
        zh: 'Chinese',
        egy: 'Egyptian',
        en: 'English',
        fr: 'French',
        de: 'German',
        grc: 'Greek, ancient',
        he: 'Hebrew',
        it: 'Italian',
        la: 'Latin',
        mi: 'Māori',
        ota: 'Ottoman Turkish',
        es: 'Spanish',
        other: 'Another language',
      },
      filter: true,
    }),
    rights: field.choice('Rights', {
      values: {
        public_domain: 'Public domain',
        cc_by: 'Creative Commons, attribution',
        in_copyright: 'In copyright',
        unknown: 'Not known',
      },
      filter: true,
    }),
    place: field.text('Kept at', {
      help: 'A library, a museum, an archive, and its town',
      table: true,
      filter: true,
    }),
    published_in: field.text('Published in', { help: 'A journal or a collection', group: 'Publication' }),
    volume: field.text('Volume', {
      help: 'With the number of the issue: 27 (3)',
      limit: 40,
      group: 'Publication',
    }),
    pages: field.text('Pages', { limit: 40, group: 'Publication' }),
    publisher: field.text('Publisher', { group: 'Publication' }),
    categories: field.lookup('Subjects', { of: 'categories', many: true, card: true, filter: true }),
    description: field.longText('Description', { search: true }),
    internal_notes: field.longText('Notes of the archivists', {
      help: 'Not shown to visitors and members. At most 20,000 characters.',
      search: true,
      read: 'item.notes.read',
      write: 'item.notes.write',
    }),
  },

  /** The lists that documents choose from. The keys are their addresses, such as `/creators`; every document has one of `types`. */
  lookups: {
    creators: {
      noun: noun('author', 'authors'),
      choice: 'creator',
      sortName: true,
      fields: {
        birth_year: field.year('Born', { help: 'A whole number. Years BCE are negative: -428' }),
        death_year: field.year('Died', { help: '' }),
        cited_as: field.text('Cited as', {
          help: 'Only where the last word is not the family name. A person with a comma: Li, Zhizao. An organisation without: United Nations',
        }),
      },
      span: { from: 'birth_year', to: 'death_year' },
    },
    categories: {
      noun: noun('subject', 'subjects'),
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

  /** What a new database begins with: the types are data from then on, which staff change at `/types`. */
  types: [
    {
      name: 'Letter',
      description: 'From one to another.',
      hides: ['published_in', 'volume', 'pages', 'publisher'],
    },
    {
      name: 'Charter',
      description: 'What is to hold: laws, treaties, declarations.',
      hides: ['published_in', 'volume', 'pages', 'publisher'],
    },
    {
      name: 'Manuscript',
      description: 'A book or a sheet written by hand.',
      hides: ['published_in', 'volume', 'pages', 'publisher'],
    },
    { name: 'Map', description: 'A picture of a place.', hides: ['published_in', 'volume', 'pages'] },
    {
      name: 'Photograph',
      description: '',
      hides: ['language', 'published_in', 'volume', 'pages', 'publisher'],
    },
    {
      name: 'Paper',
      description: 'A contribution to a journal.',
      scheme: 'doi',
      needs: ['creators', 'year', 'published_in'],
    },
    {
      name: 'Report',
      description: 'What somebody found out for others.',
      hides: ['published_in', 'volume', 'pages'],
    },
  ],

  /** How a document is cited: which field plays which part, and what kind of work each type is. */
  citation: {
    authors: 'creators',
    citedAs: 'cited_as',
    year: 'year',
    container: 'published_in',
    volume: 'volume',
    pages: 'pages',
    publisher: 'publisher',
    identifier: 'identifier',
    place: 'place',
    kinds: {
      Letter: 'letter',
      Charter: 'document',
      Manuscript: 'manuscript',
      Map: 'map',
      Photograph: 'photograph',
      Paper: 'article',
      Report: 'report',
    },
  },

  /** The front page: a number for each of these, then what follows it from top to bottom. */
  home: {
    look: 'reading room',
    figures: [
      { of: 'items' },
      { of: 'creators' },
      { label: 'in the public domain', filter: { rights: 'public_domain' } },
    ],
    blocks: [
      { show: 'decades', years: 100 },
      {
        show: 'list',
        title: 'The oldest',
        filter: {},
        sort: 'year',
        as: 'lines',
        fields: ['year', 'creators', 'place'],
        most: 8,
        half: true,
      },
      {
        show: 'list',
        title: 'The latest',
        filter: {},
        sort: '-year',
        as: 'lines',
        fields: ['year', 'creators', 'place'],
        most: 8,
        half: true,
      },
      { show: 'bars', by: 'categories' },
      { show: 'bars', by: 'language' },
      { show: 'newest' },
    ],
  },
} as const satisfies Domain

/** What is somebody's own: `item.update.own` and `item.delete.own` hold for it. Here it is what they added. */
export const ownedBy: OwnedBy = (item, account) => item.created_by === account.id
