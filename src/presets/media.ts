/**
 * What this project is about: what a work is called here, and what is known of it. A student edits this file first.
 * Change a word and every page, title and message follows; the tables in the database keep their names.
 */
import * as field from '../fields/index.ts'
import type { Domain, OwnedBy } from '../fields/domain.ts'
import { limits } from '../rules/limits.ts'
import { noun } from '../rules/words.ts'

export const domain = {
  /** The name in the header, in page titles and on the front page. */
  name: 'Screen & Sound',
  /** One sentence for the front page and for search engines. */
  tagline: 'Films, music and games: what there is to see, to hear and to play next.',

  item: noun('work', 'works'),

  /** In which language and country's way numbers, amounts and dates are shown: `de-CH`, `en-GB`. */
  locale: 'en-GB',

  /** Whether visitors may read the catalogue. The setting `PUBLIC_CATALOGUE` wins over it. */
  publicCatalogue: true,
  /** The folder of `samples` that fills an empty database. */
  sample: 'media',

  /** What is known of a work, one line for each field: everything about it follows from its line. */
  fields: {
    title: field.title('Title'),
    creators: field.lookup('Artists', { of: 'creators', many: true, table: true, card: true, filter: true }),
    year: field.year('Year', {
      min: 1800,
      help: 'The year in which it came out',
      table: true,
      card: true,
      sort: true,
      filter: true,
    }),
    runtime: field.integer('Minutes', {
      help: 'How long it takes',
      min: 1,
      max: 10000,
      table: true,
      card: true,
      sort: true,
      filter: true,
    }),
    rating: field.rating('Rating', { table: true, card: true, sort: true, filter: true }),
    seen: field.yesNo('Seen', { yes: 'Yes', no: 'Not yet', table: true, filter: true }),
    categories: field.lookup('Genres', { of: 'categories', many: true, card: true, filter: true }),
    description: field.longText('Description', { search: true }),
  },

  /** The lists that works choose from. The keys are their addresses, such as `/creators`; every work has one of `types`. */
  lookups: {
    creators: {
      noun: noun('artist', 'artists'),
      choice: 'creator',
      sortName: true,
      fields: {
        birth_year: field.year('Born', { help: 'A whole number, such as 1928' }),
        death_year: field.year('Died', { help: '' }),
      },
      span: { from: 'birth_year', to: 'death_year' },
    },
    categories: {
      noun: noun('genre', 'genres'),
      choice: 'category',
      fields: { description: field.longText('Description', { limit: limits.note }) },
    },
    types: {
      noun: noun('medium', 'media'),
      table: 'item_types',
      choice: 'type',
      fields: { description: field.longText('Description', { limit: limits.note }) },
    },
  },

  /** What a new database begins with: the media are data from then on, which staff change at `/types`. */
  types: [
    { name: 'Film', description: 'A work for the cinema, short or long.', needs: ['creators'] },
    { name: 'Series', description: 'A work in episodes.' },
    { name: 'Album', description: 'Music that belongs together.', needs: ['creators'] },
    { name: 'Game', description: 'A work to be played.', hides: ['runtime'] },
  ],

  /** The front page: a number for each of these, then what follows it from top to bottom. */
  home: {
    look: 'gallery',
    figures: [
      { of: 'items' },
      { label: 'not seen yet', filter: { seen: 'no' } },
      { label: 'minutes in all', sum: ['runtime'] },
      { of: 'creators' },
    ],
    blocks: [
      {
        show: 'list',
        title: 'Not seen, heard or played yet',
        filter: { seen: 'no' },
        as: 'cards',
        most: 6,
        empty: 'Nothing is left.',
      },
      {
        show: 'list',
        title: 'Best rated',
        filter: { rating_from: '4' },
        sort: '-rating',
        as: 'lines',
        fields: ['rating', 'year', 'creators'],
        most: 10,
        half: true,
      },
      {
        show: 'list',
        title: 'An hour and a half, no more',
        filter: { runtime_to: '90', seen: 'no' },
        sort: '-runtime',
        as: 'lines',
        fields: ['runtime', 'year', 'creators'],
        most: 10,
        half: true,
      },
      { show: 'bars', by: 'categories' },
      { show: 'decades' },
    ],
  },
} as const satisfies Domain

/** What is somebody's own: `item.update.own` and `item.delete.own` hold for it. Here it is what they added. */
export const ownedBy: OwnedBy = (item, account) => item.created_by === account.id
