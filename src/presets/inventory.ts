/**
 * What this project is about: what a product is called here, and what is known of it. A student edits this file first.
 * Change a word and every page, title and message follows; the tables in the database keep their names.
 */
import * as field from '../fields/index.ts'
import type { Domain, OwnedBy } from '../fields/domain.ts'
import { limits } from '../rules/limits.ts'
import { noun } from '../rules/words.ts'

export const domain = {
  /** The name in the header, in page titles and on the front page. */
  name: 'Storeroom',
  /** One sentence for the front page and for search engines. */
  tagline: 'What is in stock, where it lies, and what must be ordered.',

  item: noun('product', 'products'),

  /** In which language and country's way numbers, amounts and dates are shown: `de-CH`, `en-GB`. */
  locale: 'en-GB',

  /** Whether visitors may read the catalogue. The setting `PUBLIC_CATALOGUE` wins over it. */
  publicCatalogue: true,
  /** The folder of `samples` that fills an empty database. */
  sample: 'inventory',

  /** What is known of a product, one line for each field: everything about it follows from its line. */
  fields: {
    title: field.title('Name'),
    sku: field.text('SKU', {
      help: 'Our own number, such as ST-EX-A4',
      limit: 40,
      unique: true,
      table: true,
    }),
    identifier: field.identifier('EAN', { help: 'The number under the barcode' }),
    creators: field.lookup('Suppliers', { of: 'creators', many: true, card: true, filter: true }),
    quantity: field.integer('In stock', { min: 0, table: true, card: true, sort: true, filter: true }),
    reorder_level: field.integer('Reorder level', {
      help: 'Order when no more are left than this',
      min: 0,
      table: true,
    }),
    price: field.money('Price', {
      currency: 'EUR',
      min: 0,
      table: true,
      card: true,
      sort: true,
      filter: true,
    }),
    place: field.text('Place', {
      help: 'Where it lies: a shelf, a room',
      limit: 100,
      card: true,
      filter: true,
    }),
    categories: field.lookup('Labels', { of: 'categories', many: true, card: true, filter: true }),
    description: field.longText('Description', { search: true }),
    internal_notes: field.longText('Purchasing notes', {
      help: 'Not shown to visitors and members. At most 20,000 characters.',
      search: true,
      read: 'item.notes.read',
      write: 'item.notes.write',
    }),
  },

  /** Conditions over two fields, which narrow the list: `/items?is=running_low`. */
  comparisons: {
    running_low: { label: 'Running low', field: 'quantity', atMost: 'reorder_level' },
  },

  /** The lists that products choose from. The keys are their addresses, such as `/creators`; every product has one of `types`. */
  lookups: {
    creators: {
      noun: noun('supplier', 'suppliers'),
      choice: 'creator',
      fields: {
        delivery_days: field.integer('Days until delivery', { min: 0, max: 365 }),
        note: field.longText('Note', { limit: limits.note }),
      },
    },
    categories: {
      noun: noun('label', 'labels'),
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
      name: 'Stationery',
      description: 'What one writes with, on and into.',
      scheme: 'ean',
      needs: ['sku', 'price'],
    },
    {
      name: 'Material',
      description: 'What is used up in workshops, studios and laboratories.',
      scheme: 'ean',
      needs: ['sku'],
    },
    {
      name: 'Equipment',
      description: 'What stays: tools, machines, instruments.',
      scheme: 'ean',
      needs: ['sku'],
    },
    {
      name: 'Clothing',
      description: 'What is worn, with a product of its own for each size.',
      scheme: 'ean',
      needs: ['sku', 'price'],
    },
    {
      name: 'Food and drink',
      description: 'What is sold at the kiosk.',
      scheme: 'ean',
      needs: ['sku', 'price'],
    },
  ],

  /** The front page: a number for each of these, then what follows it from top to bottom. */
  home: {
    look: 'ledger',
    figures: [
      { label: 'Stock value', sum: ['price', 'quantity'] },
      { of: 'items' },
      { label: 'Running low', filter: { is: 'running_low' } },
      { label: 'Sold out', filter: { quantity_to: '0' } },
    ],
    blocks: [
      {
        show: 'list',
        title: 'Running low',
        urgent: true,
        filter: { is: 'running_low' },
        sort: 'quantity',
        as: 'table',
        fields: ['quantity', 'reorder_level', 'creators', 'place'],
        most: 10,
        empty: 'There is enough of everything.',
      },
      { show: 'bars', by: 'categories' },
      { show: 'bars', by: 'types' },
      { show: 'newest', as: 'lines', fields: ['sku', 'price', 'quantity'] },
    ],
  },
} as const satisfies Domain

/** What is somebody's own: `item.update.own` and `item.delete.own` hold for it. Here it is what they added. */
export const ownedBy: OwnedBy = (item, account) => item.created_by === account.id
