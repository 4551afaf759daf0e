/** The revision that folds signs that look alike: keys anew, names merged with their links, accounts and items never. */
import { afterEach, describe, expect, it } from 'vitest'
import { downgrade, openForMigration, upgrade } from '../../../src/db/migrate/index.ts'
import type { Connection } from '../../../src/db/migrate/index.ts'
import { searchKey } from '../../../src/rules/text.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'

const before = '0009'
const revision = '0010_fold_signs_that_look_alike'

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  let scratch: Scratch | undefined
  afterEach(async () => {
    await scratch?.remove()
    scratch = undefined
  })

  /** A database at the revision before, with these rows. Keys are given as they were folded then. */
  async function filled(rows: Record<string, object[]>): Promise<Scratch> {
    scratch = await createScratch(engine, 'empty')
    await upgrade(scratch.target, { to: before })
    await on(scratch, async ({ kysely }) => {
      for (const [table, values] of Object.entries(rows))
        await kysely.insertInto(table).values(values).execute()
    })
    return scratch
  }

  async function on<T>({ target }: Scratch, work: (connection: Connection) => Promise<T>): Promise<T> {
    const connection = await openForMigration(target)
    try {
      return await work(connection)
    } finally {
      if (typeof target === 'string') await connection.close()
    }
  }

  const rowsOf = (scratch: Scratch, query: string) => on(scratch, (connection) => connection.query(query))
  const named = (id: number, name: string, name_key: string) => ({ id, name, name_key })
  const moment = '2026-01-31T12:00:00.000Z'
  const item = (id: number, title: string, key: string, more: object = {}) => ({
    ...{ id, title, title_key: key, item_type_id: 1, created_at: moment, updated_at: moment },
    ...more,
  })
  const user = (id: number, username: string) => ({
    ...{ id, username, username_key: username, email: `u${id}@example.org`, email_key: `u${id}@example.org` },
    ...{ password_hash: 'x', role_id: 1, created_at: moment },
  })
  const book = named(1, 'Book', 'book')

  it('gives every text the key that it has today, and down the one it had', async () => {
    const database = await filled({
      users: [user(1, 'o’brien')],
      item_types: [book],
      creators: [named(1, 'Adams, Douglas “D–N–A”', 'adams, douglas “d–n–a”'), named(2, '\u3164', '\u1160')],
      items: [
        item(1, 'The Hitchhiker’s Guide', 'the hitchhiker’s guide', {
          ...{ identifier: '978‑0', identifier_key: '978‐0' },
        }),
        item(2, 'Cata\u00adlogue', 'cata logue'),
      ],
    })
    const keys =
      'select title_key as key from items union all select identifier_key from items where identifier is not null'
    const creators = 'select name_key from creators order by id'
    const [old, oldCreators] = [await rowsOf(database, keys), await rowsOf(database, creators)]
    await upgrade(database.target, { to: revision })
    for (const [table, text] of [
      ['items', 'title'],
      ['items', 'identifier'],
      ['users', 'username'],
    ]) {
      const rows = await rowsOf(
        database,
        `select ${text} as text, ${text}_key as key from ${table} where ${text} is not null`,
      )
      expect(rows.map(({ key }) => key)).toEqual(rows.map(({ text }) => searchKey(text as string)))
    }
    expect(await rowsOf(database, creators)).toEqual([
      { name_key: 'adams, douglas "d-n-a"' },
      // Nothing would be left of it, and no key may be empty.
      { name_key: '\u1160' },
    ])
    await downgrade(database.target, { to: before })
    expect(await rowsOf(database, keys)).toEqual(old)
    expect(await rowsOf(database, creators)).toEqual(oldCreators)
  })

  it('merges names that become one with their links, and says which', async () => {
    const database = await filled({
      item_types: [book, named(2, 'E‑book', 'e‐book'), named(3, 'E-book', 'e-book')],
      creators: [
        { ...named(1, 'O’Hara', 'o’hara'), birth_year: null },
        { ...named(2, "O'Hara", "o'hara"), birth_year: 1900 },
        { ...named(3, 'Ada', 'ada'), birth_year: null },
      ],
      categories: [named(1, 'sci–fi', 'sci–fi'), named(2, 'sci-fi', 'sci-fi')],
      items: [
        item(1, 'A', 'a', { item_type_id: 2 }),
        item(2, 'B', 'b', { item_type_id: 3 }),
        item(3, 'C', 'c'),
      ],
      item_creators: [
        { item_id: 1, creator_id: 2, position: 0 },
        { item_id: 1, creator_id: 3, position: 1 },
        { item_id: 1, creator_id: 1, position: 2 },
        { item_id: 2, creator_id: 2, position: 0 },
        { item_id: 3, creator_id: 1, position: 0 },
      ],
      item_categories: [{ item_id: 1, category_id: 2, position: 0 }],
    })
    const said: string[] = []
    await upgrade(database.target, { to: revision, onMessage: (line) => said.push(line) })
    expect(said).toEqual([
      'item_types: "E‑book" (2) and "E-book" (3) are one now, 2, with the links of all.',
      'creators: "O’Hara" (1) and "O\'Hara" (2) are one now, 1, with the links of all.',
      'categories: "sci–fi" (1) and "sci-fi" (2) are one now, 1, with the links of all.',
    ])
    expect(await rowsOf(database, 'select id, name_key, birth_year from creators order by id')).toEqual([
      { id: 1, name_key: "o'hara", birth_year: 1900 },
      { id: 3, name_key: 'ada', birth_year: null },
    ])
    expect(
      await rowsOf(
        database,
        'select item_id, creator_id, position from item_creators order by item_id, position',
      ),
    ).toEqual([
      { item_id: 1, creator_id: 1, position: 0 },
      { item_id: 1, creator_id: 3, position: 1 },
      { item_id: 2, creator_id: 1, position: 0 },
      { item_id: 3, creator_id: 1, position: 0 },
    ])
    expect(await rowsOf(database, 'select item_type_id from items order by id')).toEqual(
      [2, 2, 1].map((item_type_id) => ({ item_type_id })),
    )
    expect(await rowsOf(database, 'select category_id from item_categories')).toEqual([{ category_id: 1 }])
  })

  it.each([
    [
      'accounts',
      { users: [user(1, "o'brien"), user(2, 'o’brien')] },
      /users would have one username: "o'brien" \(1\) and "o’brien" \(2\); .* take one of the accounts away/,
    ],
    [
      'items of one type',
      {
        item_types: [book],
        items: [
          item(1, 'A', 'a', { identifier: '1-2', identifier_key: '1-2' }),
          item(2, 'B', 'b', { identifier: '1–2', identifier_key: '1–2' }),
        ],
      },
      /items would have one identifier: "1-2" \(1\) and "1–2" \(2\); .* change one of the identifiers/,
    ],
    [
      'items of types that become one',
      {
        item_types: [named(1, 'E-book', 'e-book'), named(2, 'E–book', 'e–book')],
        items: [
          item(1, 'A', 'a', { identifier: '7', identifier_key: '7' }),
          item(2, 'B', 'b', { identifier: '7', identifier_key: '7', item_type_id: 2 }),
        ],
      },
      /items would have one identifier, as their types .* become one: "7" \(1\) and "7" \(2\)/,
    ],
  ])('stops before it writes where %s would become one', async (_what, rows, message) => {
    const database = await filled({ creators: [named(1, 'O’Hara', 'o’hara')], ...rows })
    await expect(upgrade(database.target, { to: revision })).rejects.toThrow(message)
    expect(await rowsOf(database, 'select name_key from creators')).toEqual([{ name_key: 'o’hara' }])
  })
})
