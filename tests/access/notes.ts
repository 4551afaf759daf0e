/** Two catalogues that differ in nothing but the private notes of their items, to look for what shows through. */
import type { Database } from '../../src/db/connection.ts'

/** A word that stands in the notes of one of the two catalogues and nowhere else. */
export const marker = 'zyxwvmarker'

/** A few items whose titles, years and creators are the same in both; only what `notes` says of each differs. */
export async function addItems(database: Database, notes: (index: number) => string): Promise<void> {
  const moment = '2026-01-01T00:00:00.000Z'
  const em = database.em()
  await em.execute("insert into item_types (name, name_key, description) values ('Book', 'book', '')")
  await em.execute("insert into creators (name, name_key) values ('Ada', 'ada')")
  await em.execute("insert into categories (name, name_key, description) values ('Sea', 'sea', '')")
  for (let index = 1; index <= 30; index++) {
    await em.execute(
      `insert into items (title, title_key, description, year, identifier, identifier_key, item_type_id, internal_notes, created_at, updated_at)
       values (?, ?, 'words', ?, ?, ?, 1, ?, '${moment}', '${moment}')`,
      [`Item ${index}`, `item ${index}`, 1900 + index, `n${index}`, `n${index}`, notes(index)],
    )
    await em.execute('insert into item_creators (item_id, creator_id, position) values (?, 1, 0)', [index])
    await em.execute('insert into item_categories (item_id, category_id, position) values (?, 1, 0)', [index])
  }
}

/** Addresses that read: pages, choices, orders, exports, and the mistakes one can make in them. */
export const readings = [
  '/',
  '/items',
  ...[
    'newest',
    'title',
    '-title',
    'year',
    '-year',
    'relevance',
    'internal_notes',
    '-internal_notes',
    'created_by',
  ].map((sort) => `/items?sort=${sort}`),
  ...[
    'q',
    'internal_notes',
    'type',
    'creator',
    'category',
    'from',
    'to',
    'page',
    'after',
    'before',
    'per_page',
    'view',
  ].map((name) => `/items?${name}=${marker}`),
  '/items?q=item&view=table',
  '/items?type=1&creator=1&category=1&from=1900&to=1950&per_page=5&page=2',
  '/items?after=20',
  '/items?before=20',
  '/items/1',
  '/items/7',
  '/items/30',
  '/items/31',
  '/items/7/edit',
  '/items/7/history',
  '/items/new',
  '/items.csv',
  '/items.json',
  `/items.csv?q=${marker}`,
  `/items.json?sort=internal_notes`,
  `/suggestions?q=${marker}`,
  '/creators',
  `/creators?q=${marker}`,
  '/creators/1',
  '/categories',
  '/categories/1',
  '/types',
  '/types/1',
  '/types/1/edit',
  '/learn/model',
  '/search',
  '/account',
  '/account/sessions',
  '/admin/users',
  '/health',
]
