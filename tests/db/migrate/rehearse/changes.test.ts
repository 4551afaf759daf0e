/** Every kind of change over the museum's records, with all their links: up, down and up again, on both engines. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  boolean,
  check,
  decimal,
  desc,
  expression,
  id,
  integer,
  primaryKey,
  text,
  time,
} from '../../../../src/db/migrate/define.ts'
import type { Connection } from '../../../../src/db/migrate/index.ts'
import type { Scratch } from '../../../setup/scratch.ts'
import { MuseumDatabases } from '../museum-database.ts'
import { roundTrip } from '../round-trip.ts'
import type { Change, Losses } from '../round-trip.ts'

interface Case extends Change {
  name: string
  losses?: Losses
  /** PostgreSQL alone. */
  postgresql?: Losses
  then?: (connection: Connection) => Promise<void>
}

const one = async (connection: Connection, sql: string) =>
  Object.values((await connection.query(sql))[0] ?? {})[0]
const inItems: Losses = { content: ['items'] }
const atTheEnd: Losses = { order: ['items'] }

const changes: Case[] = [
  {
    name: 'a nullable column is added',
    up: (op) => op.addColumn('items', 'place', text()),
    down: (op) => op.dropColumn('items', 'place'),
  },
  {
    name: 'a NOT NULL column with a default is added',
    up: (op) => op.addColumn('items', 'price', decimal(10, 2).notNull().default(0)),
    down: (op) => op.dropColumn('items', 'price'),
    then: async (connection) =>
      expect(await one(connection, 'select count(*) from items where price <> 0')).toBe(0),
  },
  {
    name: 'a NOT NULL column is added and filled from the others',
    up: (op) =>
      op.addColumn('items', 'century', integer().notNull(), {
        fill: expression('coalesce(year, 0) / 100 + 1'),
        after: 'year',
      }),
    down: (op) => op.dropColumn('items', 'century'),
    then: async (connection) =>
      expect(
        await one(connection, 'select count(*) from items where century <> coalesce(year, 0) / 100 + 1'),
      ).toBe(0),
  },
  {
    name: 'a NOT NULL column is added, filled in batches by a data step, and closed',
    up(op) {
      op.addColumn('items', 'shelf', text())
      op.batches('give each item its shelf', { table: 'items', size: 100 }, async (rows, db) => {
        for (const row of rows)
          await db
            .updateTable('items')
            .set({ shelf: `S${row.id % 40}` })
            .where('id', '=', row.id)
            .execute()
      })
      op.setNotNull('items', 'shelf')
    },
    down: (op) => op.dropColumn('items', 'shelf'),
    then: async (connection) =>
      expect(await one(connection, "select count(*) from items where shelf like 'S%'")).toBe(
        await one(connection, 'select count(*) from items'),
      ),
  },
  {
    name: 'a column is dropped, and comes back empty at its place',
    up: (op) => op.dropColumn('items', 'description'),
    down(op) {
      op.addColumn('items', 'description', text().notNull().default(''), { after: 'title_key' })
      op.addCheck('items', 'description_length', 'length(description) <= 20000')
    },
    losses: inItems,
    postgresql: atTheEnd,
  },
  {
    name: 'a column is renamed, with its index and its foreign key',
    up(op) {
      op.renameColumn('items', 'created_by', 'author_id')
      op.renameColumn('items', 'year', 'published')
    },
    down(op) {
      op.renameColumn('items', 'published', 'year')
      op.renameColumn('items', 'author_id', 'created_by')
    },
    then: async (connection) =>
      expect(await one(connection, 'select count(*) from items where author_id is not null')).toBeGreaterThan(
        0,
      ),
  },
  {
    name: 'a table that others refer to is renamed, with the names of its rules',
    up: (op) => op.renameTable('items', 'works'),
    down: (op) => op.renameTable('works', 'items'),
    then: async (connection) =>
      expect(
        await one(connection, 'select count(*) from works join item_creators on item_id = works.id'),
      ).toBeGreaterThan(500),
  },
  {
    name: 'text becomes a whole number, where every value is one',
    up: (op) => {
      op.addColumn('items', 'pages', text())
      op.data('write the pages as text', async (db, engine) => {
        const pages = engine === 'sqlite' ? "' ' || (id * 3)" : "' ' || (id * 3)"
        const { sql } = await import('kysely')
        await sql`update items set pages = ${sql.raw(pages)}`.execute(db)
      })
      op.alterType('items', 'pages', integer())
    },
    down: (op) => op.dropColumn('items', 'pages'),
    then: async (connection) => {
      expect(await one(connection, 'select pages from items where id = 7')).toBe(21)
      expect(await one(connection, 'select max(pages) - min(pages) from items')).toBeGreaterThan(999)
    },
  },
  {
    name: 'a whole number becomes text and a whole number again',
    up: (op) => {
      op.dropCheck('items', 'year_range')
      op.dropIndex('items', { name: 'ix_items_year_up' })
      op.dropIndex('items', { name: 'ix_items_year_down' })
      op.alterType('items', 'year', text())
    },
    down: (op) => {
      op.alterType('items', 'year', integer())
      op.createIndex('items', [expression('coalesce(year, 10000)'), 'id'], { name: 'ix_items_year_up' })
      op.createIndex('items', [expression('coalesce(year, -10000)'), 'id'], { name: 'ix_items_year_down' })
      op.addCheck('items', 'year_range', 'year between -9999 and 9999')
    },
    then: async (connection) =>
      expect(typeof (await one(connection, 'select max(year) from items'))).toBe('string'),
  },
  {
    name: 'NOT NULL is dropped',
    up: (op) => op.dropNotNull('items', 'updated_at'),
    down: (op) => op.setNotNull('items', 'updated_at'),
  },
  {
    name: 'a default is changed, and another dropped',
    up(op) {
      op.setDefault('items', 'description', 'Nothing is known.')
      op.dropDefault('items', 'version')
    },
    down(op) {
      op.setDefault('items', 'version', 1)
      op.setDefault('items', 'description', '')
    },
  },
  {
    name: 'a type and its default change together',
    up: (op) => op.alterType('items', 'version', text().default('first')),
    down: (op) => op.alterType('items', 'version', integer().default(1)),
    then: async (connection) =>
      expect(typeof (await one(connection, 'select min(version) from items'))).toBe('string'),
  },
  {
    name: 'a unique rule is added',
    up: (op) => op.addUnique('items', ['identifier', 'id']),
    down: (op) => op.dropUnique('items', ['identifier', 'id']),
  },
  {
    name: 'a unique rule is dropped',
    up: (op) => op.dropUnique('items', ['item_type_id', 'identifier_key']),
    down: (op) => op.addUnique('items', ['item_type_id', 'identifier_key']),
  },
  {
    name: 'a check is added, and another dropped',
    up(op) {
      op.addCheck('items', 'version_positive', 'version > 0')
      op.dropCheck('items', 'title_length')
    },
    down(op) {
      op.addCheck('items', 'title_length', 'length(title) <= 2000')
      op.dropCheck('items', 'version_positive')
    },
  },
  {
    name: 'a foreign key is added',
    up(op) {
      op.addColumn('items', 'keeper_id', integer().references('users', { onDelete: 'set null' }))
      op.createIndex('items', ['keeper_id'])
    },
    down: (op) => op.dropColumn('items', 'keeper_id'),
  },
  {
    name: 'a foreign key is dropped',
    up: (op) => op.dropForeignKey('items', ['item_type_id']),
    down: (op) => op.addForeignKey('items', ['item_type_id'], 'item_types', { onDelete: 'restrict' }),
  },
  {
    name: 'the delete rule of a foreign key changes',
    up: (op) => op.changeForeignKey('item_creators', ['creator_id'], 'creators', { onDelete: 'cascade' }),
    down: (op) => op.changeForeignKey('item_creators', ['creator_id'], 'creators', { onDelete: 'restrict' }),
  },
  {
    name: 'a table is rebuilt while others refer to it with ON DELETE CASCADE',
    up: (op) => op.changeForeignKey('items', ['item_type_id'], 'item_types', { onDelete: 'cascade' }),
    down: (op) => op.changeForeignKey('items', ['item_type_id'], 'item_types', { onDelete: 'restrict' }),
    then: async (connection) =>
      expect(await one(connection, 'select count(*) from item_creators')).toBeGreaterThan(500),
  },
  {
    name: 'a plain, a partial and an expression index are added',
    up(op) {
      op.createIndex('items', ['created_at', desc('id')])
      op.createIndex('items', ['identifier'], { name: 'ix_items_recent', where: 'year > 1900' })
      op.createIndex('items', [expression('lower(title)')], {
        name: 'ix_items_lower_title',
        where: 'year is not null',
      })
    },
    down(op) {
      op.dropIndex('items', { name: 'ix_items_lower_title' })
      op.dropIndex('items', { name: 'ix_items_recent' })
      op.dropIndex('items', ['created_at', 'id'])
    },
  },
  {
    name: 'a table with a partial and an expression index is rebuilt',
    up(op) {
      op.createIndex('items', ['identifier'], { name: 'ix_items_recent', where: 'year > 1900', unique: true })
      op.setDefault('items', 'year', 1900)
      op.alterType('items', 'title', text())
    },
    down(op) {
      op.dropDefault('items', 'year')
      op.dropIndex('items', { name: 'ix_items_recent' })
    },
  },
  {
    name: 'a one-to-many becomes a many-to-many, with its data',
    up(op) {
      op.createTable(
        'item_item_types',
        {
          item_id: integer().notNull().references('items', { onDelete: 'cascade' }),
          item_type_id: integer().notNull().references('item_types', { onDelete: 'restrict' }),
        },
        [primaryKey('item_id', 'item_type_id')],
      )
      op.createIndex('item_item_types', ['item_type_id', 'item_id'])
      op.data('copy the type of each item', async (db) => {
        const types = db.selectFrom('items').select(['id', 'item_type_id'])
        await db
          .insertInto('item_item_types')
          .columns(['item_id', 'item_type_id'])
          .expression(types)
          .execute()
      })
      op.dropIndex('items', ['item_type_id', 'id'])
      op.dropUnique('items', ['item_type_id', 'identifier_key'])
      op.dropColumn('items', 'item_type_id')
    },
    down(op) {
      op.addColumn('items', 'item_type_id', integer(), { after: 'identifier_key' })
      op.data('take the first type of each item', async (db) => {
        const { sql } = await import('kysely')
        await sql`update items set item_type_id = (select min(t.item_type_id) from item_item_types t where t.item_id = items.id)`.execute(
          db,
        )
      })
      op.setNotNull('items', 'item_type_id')
      op.addForeignKey('items', ['item_type_id'], 'item_types', { onDelete: 'restrict' })
      op.addUnique('items', ['item_type_id', 'identifier_key'])
      op.createIndex('items', ['item_type_id', 'id'])
      op.dropTable('item_item_types')
    },
    postgresql: atTheEnd,
  },
  {
    name: 'a column is split in two',
    up(op) {
      op.addColumn('creators', 'family_name', text().notNull().default(''))
      op.addColumn('creators', 'given_name', text().notNull().default(''))
      op.batches('split each name at its comma', { table: 'creators', size: 200 }, async (rows, db) => {
        for (const { id: creator, name } of rows) {
          const [family, ...given] = name.split(', ')
          await db
            .updateTable('creators')
            .set({ family_name: family, given_name: given.join(', ') })
            .where('id', '=', creator)
            .execute()
        }
      })
      op.dropCheck('creators', 'name_not_blank')
      op.dropCheck('creators', 'name_length')
      op.dropColumn('creators', 'name')
    },
    down(op) {
      op.addColumn('creators', 'name', text(), { after: 'id' })
      op.data('join the names', async (db) => {
        const { sql } = await import('kysely')
        await sql`update creators set name = family_name || case when given_name = '' then '' else ', ' || given_name end`.execute(
          db,
        )
      })
      op.setNotNull('creators', 'name')
      op.addCheck('creators', 'name_not_blank', "trim(name) <> ''")
      op.addCheck('creators', 'name_length', 'length(name) <= 500')
      op.dropColumn('creators', 'given_name')
      op.dropColumn('creators', 'family_name')
    },
    postgresql: { order: ['creators'] },
  },
  {
    name: 'a new table refers to items',
    up(op) {
      op.createTable(
        'loans',
        {
          id: id(),
          item_id: integer().notNull().references('items', { onDelete: 'cascade' }),
          lent_at: time().notNull(),
          returned: boolean().notNull().default(false),
        },
        [check('lent_at_filled', "length('x') = 1")],
      )
      op.createIndex('loans', ['item_id'])
      op.data('lend the first items', async (db) => {
        const rows = [1, 2, 3].map((item) => ({ item_id: item, lent_at: '2026-01-31T12:00:00.000Z' }))
        await db.insertInto('loans').values(rows).execute()
      })
    },
    down: (op) => op.dropTable('loans'),
    then: async (connection) => expect(await one(connection, 'select count(*) from loans')).toBe(3),
  },
  {
    name: 'several things change in one revision',
    up(op) {
      op.addColumn('items', 'place', text().notNull().default('Stacks'), { after: 'title_key' })
      op.alterType('items', 'version', text().default('1'))
      op.setDefault('items', 'internal_notes', 'none')
      op.addCheck('items', 'place_not_blank', "trim(place) <> ''")
      op.createIndex('items', ['place'])
      op.changeForeignKey('items', ['created_by'], 'users', { onDelete: 'restrict' })
      op.renameColumn('items', 'description', 'about')
      op.renameTable('categories', 'subjects')
      op.dropNotNull('items', 'updated_at')
    },
    down(op) {
      op.setNotNull('items', 'updated_at')
      op.renameTable('subjects', 'categories')
      op.renameColumn('items', 'about', 'description')
      op.changeForeignKey('items', ['created_by'], 'users', { onDelete: 'set null' })
      op.dropColumn('items', 'place')
      op.setDefault('items', 'internal_notes', '')
      op.alterType('items', 'version', integer().default(1))
    },
  },
  {
    name: 'a table that refers to itself is made, filled, rebuilt and renamed',
    up(op) {
      op.createTable('places', {
        id: id(),
        name: text().notNull(),
        inside_id: integer().references('places', { onDelete: 'cascade' }),
      })
      op.createIndex('places', ['inside_id'])
      op.data('put rooms into houses', async (db) => {
        await db.insertInto('places').values({ id: 1, name: 'House', inside_id: null }).execute()
        await db.insertInto('places').values({ id: 2, name: 'Room', inside_id: 1 }).execute()
      })
      op.changeForeignKey('places', ['inside_id'], 'places', { onDelete: 'restrict' })
      op.renameTable('places', 'locations')
      op.setDefault('locations', 'name', 'Somewhere')
    },
    down: (op) => op.dropTable('locations'),
    then: async (connection) =>
      expect(
        await one(connection, 'select count(*) from locations a join locations b on b.id = a.inside_id'),
      ).toBe(1),
  },
  {
    name: 'names are reserved words, of mixed case, or hold spaces and quotes',
    up(op) {
      op.createTable(
        'Order',
        { id: id(), Select: text().notNull().default("it's"), 'of "what"': integer() },
        [check('Select_short', 'length("Select") < 100')],
      )
      op.createIndex('Order', ['Select'])
      op.addColumn('Order', 'group', integer().references('items', { onDelete: 'set null' }))
      op.renameColumn('Order', 'Select', 'From')
      op.setDefault('Order', 'From', 'where')
      op.data('order something', async (db) => {
        await db.insertInto('Order').values({ group: 1 }).execute()
      })
      op.setNotNull('Order', 'group')
      op.alterType('Order', 'of "what"', text())
      op.addUnique('Order', ['group'])
    },
    down: (op) => op.dropTable('Order'),
    then: async (connection) => expect(await one(connection, 'select "From" from "Order"')).toBe('where'),
  },
]

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  const databases = new MuseumDatabases(engine)
  let scratch: Scratch
  beforeEach(async () => {
    scratch = await databases.copy()
  })
  afterEach(() => scratch.remove())
  afterAll(() => databases.close())

  it.each(changes)('$name', async ({ up, down, losses, postgresql, then }) => {
    await roundTrip(
      scratch.target,
      { up, down },
      { ...losses, ...(engine === 'postgresql' && postgresql) },
      then,
    )
  })
})
