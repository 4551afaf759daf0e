/** Two catalogues that differ in nothing but the private notes of their items, to look for what shows through. */
import type { Database } from '../../src/db/engine/connection.ts'
import { indexItems } from '../setup/catalogue.ts'
import { hasFields, ofDomain } from '../setup/known-fields.ts'

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
    const item = {
      title: `Item ${index}`,
      title_key: `item ${index}`,
      item_type_id: 1,
      ...ofDomain({ description: 'words', year: 1900 + index, internal_notes: notes(index) }),
      ...(hasFields('identifier') && { identifier: `n${index}`, identifier_key: `n${index}` }),
      created_at: moment,
      updated_at: moment,
    }
    const columns = Object.keys(item)
    await em.execute(
      `insert into items (${columns.join()}) values (${columns.map(() => '?').join()})`,
      Object.values(item),
    )
    await em.execute('insert into item_creators (item_id, creator_id, position) values (?, 1, 0)', [index])
    await em.execute('insert into item_categories (item_id, category_id, position) values (?, 1, 0)', [index])
  }
  await indexItems(database)
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
  '/items?type=1&creator=1&category=1&year_from=1900&year_to=1950&per_page=5&page=2',
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

/** The answers to what is sent: messages of forms, conflicts, refusals and mistakes. Whoever may do more gets further with them. */
export const writings: readonly (readonly [path: string, fields: Record<string, string | string[]>])[] = [
  ['/items', { title: '', type: '', year: 'soon' }],
  ['/items', { title: 'Item 7', type: '1', identifier: 'n7' }],
  ['/items', { title: 'New', type: '1', internal_notes: 'mine' }],
  ['/items', { title: 'New', type: '1', more: 'creators' }],
  ['/items/7', { title: '', type: '1', version: '1' }],
  ['/items/7', { title: 'Other', type: '1', version: '99' }],
  ['/items/7', { title: 'Item 7', type: '1', version: '1', identifier: 'n8' }],
  ['/items/7', { title: 'Item 7', type: '1', version: '1', internal_notes: 'mine' }],
  ['/items/7', { title: 'Item 7', type: '1', version: '1', internal_notes: marker }],
  ['/items/7', { title: 'Item 7', type: '1', version: '1', more: 'categories' }],
  ['/items/7/deletions', { sure: 'yes' }],
  ['/items/31', { title: 'Item 31', type: '1', version: '1' }],
  ['/items/31/deletions', {}],
  ['/items.csv', {}],
  ['/creators', { name: 'ADA' }],
  ['/creators/1', { name: '' }],
  ['/creators/1/deletions', {}],
  ['/categories', { name: 'sea', description: 'x' }],
  ['/categories/1/deletions', {}],
  ['/types', { name: '' }],
  ['/types/1/deletions', {}],
  ['/login', { username: '', password: '' }],
  ['/login', { username: 'nobody', password: 'wrong', next: '/items?sort=internal_notes' }],
  ['/register', { username: 'a@b', email: 'none', password: 'short' }],
  ['/account', { email: 'none', current_password: '' }],
  ['/account/password', { current_password: '', new_password: 'short' }],
  ['/account/sessions', { session: 'x' }],
  ['/account/deletions', { current_password: '' }],
  ['/admin/users', { username: '', role_id: '' }],
  ['/admin/roles', { allow: ['1:item.notes.read'] }],
  ['/admin/classes', { people: '' }],
  ['/logout', { internal_notes: '' }],
  ['/nowhere', {}],
]

/** Requests that are refused before a route is asked, or by the reader of forms. */
export const mistakes: readonly (readonly [path: string, request: RequestInit])[] = [
  ['/items/7', { method: 'PUT' }],
  ['/items/7', { method: 'POST', headers: { origin: 'http://evil.example' } }],
  ['/items/7', { method: 'GET', headers: { host: 'evil.example' } }],
  ['/login', { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } }],
  [
    '/login',
    { method: 'POST', body: '%ff', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
  ],
  ['/login', { method: 'POST', body: 'a'.repeat(1_000_001), headers: { 'content-type': 'text/plain' } }],
]

/** A role that may do everything with items but read and write their notes. */
export async function addKeeper(database: Database): Promise<void> {
  const em = database.em()
  await em.execute("insert into roles (name, description) values ('keeper', '')")
  for (const permission of [
    'catalogue.read',
    'item.create',
    'item.update',
    'item.delete',
    'lookup.manage',
    'export.run',
    'history.read',
  ])
    await em.execute(
      "insert into role_permissions (role_id, permission) select id, ? from roles where name = 'keeper'",
      [permission],
    )
}

/** From now on the database refuses any item with this title: a mistake of ours, which no form foresees. */
export async function refuseTitle(database: Database, title: string): Promise<void> {
  await database
    .em()
    .execute(
      database.engine === 'sqlite'
        ? `create trigger refuse_title before update on items when new.title = '${title}' begin select raise(abort, 'refused'); end`
        : `alter table items add constraint ck_items_refused check (title <> '${title}')`,
    )
}
