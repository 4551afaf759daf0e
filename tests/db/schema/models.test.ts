/** The rules of the models, broken with SQL that goes around the application: the database itself refuses. */
import { sql } from 'kysely'
import { expect, it } from 'vitest'
import type { Reader } from '../../../src/db/engine/connection.ts'
import { forEachEngine } from '../../setup/database.ts'
import { hasFields, ofDomain } from '../../setup/known-fields.ts'

const time = '2026-01-31T12:00:00.000Z'
const long = (length: number) => 'x'.repeat(length)

/** Values as SQL: texts in quotation marks, everything else as it stands. */
const literal = (value: string | number | null) =>
  value === null ? 'null' : typeof value === 'number' ? String(value) : `'${value.replaceAll("'", "''")}'`
const insert = (table: string, row: Record<string, string | number | null>) =>
  `insert into ${table} (${Object.keys(row).join(', ')}) values (${Object.values(row).map(literal).join(', ')})`

const user = (change = {}) =>
  insert('users', {
    username: 'ada',
    username_key: 'ada',
    email: 'ada@x.org',
    email_key: 'ada@x.org',
    password_hash: 'h',
    role_id: 1,
    created_at: time,
    ...change,
  })
const creator = (change = {}) => insert('creators', { name: 'Ada', name_key: 'ada', ...change })
const category = (change = {}) => insert('categories', { name: 'Poetry', name_key: 'poetry', ...change })
const type = (change = {}) => insert('item_types', { name: 'Book', name_key: 'book', ...change })
const rule = (change = {}) =>
  insert('item_type_fields', { item_type_id: 1, field: 'colour', rule: 'required', ...change })
const item = (change = {}) =>
  insert('items', {
    title: 'A title',
    title_key: 'a title',
    item_type_id: 1,
    created_at: time,
    updated_at: time,
    ...change,
  })
const creatorLink = (change = {}) =>
  insert('item_creators', { item_id: 1, creator_id: 1, position: 0, ...change })
const categoryLink = (change = {}) =>
  insert('item_categories', { item_id: 1, category_id: 1, position: 0, ...change })

/** An identifier and its key, where items have one. */
const identified = (identifier: string, identifier_key: string) =>
  hasFields('identifier') ? { identifier, identifier_key } : {}

/** One good row of each kind, linked: what the broken rows are measured against. */
const goodRows = [
  user(),
  creator(),
  category(),
  type(),
  rule(),
  item({ ...identified('X-1', 'x-1'), created_by: 1 }),
  creatorLink(),
  categoryLink(),
]

/** What is tried, and the rule that must stop it (part of its name, or of the engine's words). */
const broken: [string, string, RegExp][] = [
  ['a role without a name', insert('roles', { name: ' ' }), /ck_roles_name_not_blank/],
  ['a second role of the same name', insert('roles', { name: 'member' }), /uq_roles_name|roles\.name/],
  ['a role name of 65 characters', insert('roles', { name: long(65) }), /ck_roles_name_length/],
  [
    'a permission for a role that is not there',
    insert('role_permissions', { role_id: 999, permission: 'x' }),
    /foreign key/i,
  ],
  [
    'the same permission twice',
    insert('role_permissions', { role_id: 2, permission: 'item.create' }),
    /unique|role_permissions_pkey/i,
  ],
  ['deleting a role in use', 'delete from roles where id = 1', /foreign key/i],
  ['a user without a role', user({ username_key: 'b', email_key: 'b', role_id: null }), /not.null/i],
  [
    'a user with a role that is not there',
    user({ username_key: 'b', email_key: 'b', role_id: 999 }),
    /foreign key/i,
  ],
  [
    'a second user with the same name in other case',
    user({ username: 'ADA', email_key: 'b' }),
    /username_key/,
  ],
  ['a second user with the same address', user({ username_key: 'b' }), /email_key/],
  [
    'a username with an @',
    user({ username: 'a@b', username_key: 'a@b', email_key: 'b' }),
    /ck_users_username_no_at/,
  ],
  [
    'a blank username',
    user({ username: '  ', username_key: 'b', email_key: 'b' }),
    /ck_users_username_not_blank/,
  ],
  [
    'a user without a password hash',
    user({ username_key: 'b', email_key: 'b', password_hash: null }),
    /not.null/i,
  ],
  ['a type with a blank name', type({ name: '   ', name_key: 'b' }), /ck_item_types_name_not_blank/],
  ['a second type with the same key', type({ name: 'BOOK' }), /name_key/],
  [
    'a scheme of identifiers that nobody knows',
    type({ name_key: 'b', identifier_scheme: 'isbm' }),
    /ck_item_types_identifier_scheme_known/,
  ],
  [
    'a pattern without its scheme',
    type({ name_key: 'b', identifier_scheme: 'isbn', identifier_pattern: 'A-9' }),
    /ck_item_types_identifier_pattern_fits_scheme/,
  ],
  [
    'the scheme of patterns without one',
    type({ name_key: 'b', identifier_scheme: 'pattern' }),
    /ck_item_types_identifier_pattern_fits_scheme/,
  ],
  [
    'a blank pattern',
    type({ name_key: 'b', identifier_scheme: 'pattern', identifier_pattern: ' ' }),
    /ck_item_types_identifier_pattern_not_blank/,
  ],
  [
    'a pattern of 101 signs',
    type({ name_key: 'b', identifier_scheme: 'pattern', identifier_pattern: long(101) }),
    /ck_item_types_identifier_pattern_length/,
  ],
  ['a rule of a type that is not there', rule({ item_type_id: 999 }), /foreign key/i],
  ['two rules for one field of a type', rule({ rule: 'hidden' }), /unique|item_type_fields_pkey/i],
  ['a rule about no field', rule({ field: ' ' }), /ck_item_type_fields_field_not_blank/],
  ['a rule about a field of 41 letters', rule({ field: long(41) }), /ck_item_type_fields_field_length/],
  ['a rule that is none', rule({ field: 'size', rule: 'maybe' }), /ck_item_type_fields_rule_known/],
  ['deleting a type in use', 'delete from item_types where id = 1', /foreign key/i],
  ['a creator with a blank name', creator({ name: '', name_key: 'b' }), /ck_creators_name_not_blank/],
  ['a creator with an empty key', creator({ name_key: ' ' }), /ck_creators_name_key_not_blank/],
  ['a second creator with the same key', creator({ name: 'ADA' }), /name_key/],
  [
    'death before birth',
    creator({ name_key: 'b', birth_year: 1900, death_year: 1899 }),
    /ck_creators_death_not_before_birth/,
  ],
  [
    'a birth in the year 10000',
    creator({ name_key: 'b', birth_year: 10000 }),
    /ck_creators_birth_year_range/,
  ],
  [
    'a birth year in letters',
    creator({ name_key: 'b', birth_year: 'about 1900' }),
    /ck_creators_birth_year_range|integer/,
  ],
  ['deleting a creator in use', 'delete from creators where id = 1', /foreign key/i],
  [
    'a category name of 501 characters',
    category({ name: long(501), name_key: 'b' }),
    /ck_categories_name_length/,
  ],
  ['deleting a category in use', 'delete from categories where id = 1', /foreign key/i],
  ['an item without a title', item({ title: null }), /not.null/i],
  ['a blank title', item({ title: '   ' }), /ck_items_title_not_blank/],
  ['a title whose key is empty', item({ title_key: '' }), /ck_items_title_key_not_blank/],
  ['a title of 2001 characters', item({ title: long(2001) }), /ck_items_title_length/],
  ['an item of a type that is not there', item({ item_type_id: 999 }), /foreign key/i],
  ['an item without a type', item({ item_type_id: null }), /not.null/i],
  ['an item of a user who is not there', item({ created_by: 999 }), /foreign key/i],
  ['a link from an item that is not there', creatorLink({ item_id: 999 }), /foreign key/i],
  ['a link to a creator who is not there', creatorLink({ creator_id: 999 }), /foreign key/i],
  ['the same creator twice on one item', creatorLink({ position: 1 }), /unique|item_creators_pkey/i],
  [
    'a link in place -1',
    categoryLink({ position: -1 }),
    /ck_item_categories_position_not_negative|unique|pkey/i,
  ],
  ['a link to a category that is not there', categoryLink({ category_id: 999 }), /foreign key/i],
]

/** The same of the fields that a project may have taken out. */
const brokenFields: Record<string, typeof broken> = {
  description: [
    ['a description of 20001 characters', item({ description: long(20_001) }), /ck_items_description_length/],
  ],
  internal_notes: [
    ['notes of 20001 characters', item({ internal_notes: long(20_001) }), /ck_items_internal_notes_length/],
  ],
  year: [
    ['the year 99999', item({ year: 99999 }), /ck_items_year_range/],
    ['the year -10000', item({ year: -10000 }), /ck_items_year_range/],
    ['a year in letters', item({ year: 'soon' }), /ck_items_year_range|integer/],
  ],
  identifier: [
    [
      'the same identifier twice in one type',
      item({ identifier: 'x-1', identifier_key: 'x-1' }),
      /identifier_key/,
    ],
    ['a blank identifier', item({ identifier: ' ', identifier_key: 'b' }), /ck_items_identifier_not_blank/],
    ['an identifier without its key', item({ identifier: 'Y-2' }), /ck_items_identifier_has_key/],
    ['a key without its identifier', item({ identifier_key: 'y-2' }), /ck_items_identifier_has_key/],
  ],
}
const brokenHere = Object.entries(brokenFields).flatMap(([name, cases]) => (hasFields(name) ? cases : []))

const everything = async (db: Reader) => {
  const tables = [
    'roles',
    'role_permissions',
    'users',
    'item_types',
    'creators',
    'categories',
    'items',
    'item_creators',
    'item_categories',
  ] as const
  return Promise.all(
    tables.map((table) =>
      db
        .selectFrom(table)
        .selectAll()
        .orderBy(sql`1`)
        .orderBy(sql`2`)
        .execute(),
    ),
  )
}

forEachEngine((database) => {
  const run = (statement: string) => database().em().execute(statement)

  it('takes one good row of each kind', async () => {
    for (const statement of goodRows) await run(statement)
    expect(await database().db.selectFrom('item_creators').selectAll().execute()).toHaveLength(1)
  })

  it.each([...broken, ...brokenHere])('refuses %s', async (_what, statement, rule) => {
    const before = await everything(database().db)
    await expect(run(statement)).rejects.toThrow(rule)
    expect(await everything(database().db)).toEqual(before)
  })

  it('takes the same identifier in another type, and any number of items without one', async () => {
    await run(type({ id: 100, name: 'Film', name_key: 'film' }))
    await run(item({ ...identified('X-1', 'x-1'), item_type_id: 100 }))
    await run(item())
    await run(item())
    await run(item(ofDomain({ year: -2100 })))
    expect(await database().db.selectFrom('items').selectAll().execute()).toHaveLength(5)
  })

  it('keeps an item when its user goes, and forgets who made it', async () => {
    await run('delete from users where id = 1')
    const row = await database()
      .db.selectFrom('items')
      .select('created_by')
      .where('id', '=', 1)
      .executeTakeFirstOrThrow()
    expect(row.created_by).toBeNull()
  })

  it('lets the links go with their item, and nothing else', async () => {
    await run('delete from items where id = 1')
    expect(await database().db.selectFrom('item_creators').selectAll().execute()).toEqual([])
    expect(await database().db.selectFrom('item_categories').selectAll().execute()).toEqual([])
    expect(await database().db.selectFrom('creators').selectAll().execute()).toHaveLength(1)
  })

  it('lets the permissions go with their role', async () => {
    await run('delete from roles where id = 2')
    expect(
      await database().db.selectFrom('role_permissions').selectAll().where('role_id', '=', 2).execute(),
    ).toEqual([])
  })

  it('gives moments and counts in the same form on both engines', async () => {
    const row = await database()
      .db.selectFrom('items')
      .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.min('created_at').as('first')])
      .executeTakeFirstOrThrow()
    expect(row).toEqual({ count: 4, first: time })
  })
})
