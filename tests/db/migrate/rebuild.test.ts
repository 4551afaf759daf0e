/** A table is changed under everything that hangs on it: triggers, views, a full-text index, hidden row numbers, statistics. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { expression, integer, text } from '../../../src/db/migrate/define.ts'
import { downgrade, upgrade } from '../../../src/db/migrate/index.ts'
import type { Operations } from '../../../src/db/migrate/core/operations.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { MuseumDatabases } from './museum-database.ts'
import { expectSame, historyWith, look, roundTrip, using } from './round-trip.ts'

/** Everything at once: on SQLite each of these alone makes a rebuild. */
const up = (op: Operations) => {
  op.addColumn('items', 'place', text().notNull().default('Stacks'), { after: 'year' })
  op.setDefault('items', 'internal_notes', 'none')
  op.changeForeignKey('items', ['created_by'], 'users', { onDelete: 'cascade' })
  op.alterType('items', 'version', text().default('1'))
}
const down = (op: Operations) => {
  op.alterType('items', 'version', integer().default(1))
  op.changeForeignKey('items', ['created_by'], 'users', { onDelete: 'set null' })
  op.setDefault('items', 'internal_notes', '')
  op.dropColumn('items', 'place')
}

const furnished = {
  sqlite: [
    'create table log (id integer primary key, what text not null)',
    `create trigger items_are_logged after update on items when old.title <> new.title begin insert into log (what) values (new.title); end`,
    `create trigger creators_touch_items after update on creators begin update items set updated_at = updated_at where id in (select item_id from item_creators where creator_id = new.id); end`,
    `create view recent_items as select id, title, version from items where year > 1900`,
    `create view recent_titles as select title from recent_items`,
    `create trigger recent_titles_insert instead of insert on recent_titles begin insert into log (what) values (new.title); end`,
    `create virtual table items_text using fts5 (title, description, content = 'items', content_rowid = 'id')`,
    `insert into items_text (items_text) values ('rebuild')`,
    `create trigger items_text_insert after insert on items begin insert into items_text (rowid, title, description) values (new.id, new.title, new.description); end`,
    `create trigger items_text_delete after delete on items begin insert into items_text (items_text, rowid, title, description) values ('delete', old.id, old.title, old.description); end`,
    'delete from items where id = (select max(id) from items)',
    'analyze',
  ],
  postgresql: [
    'create table log (id serial primary key, what text not null)',
    `create function log_item() returns trigger language plpgsql as 'begin insert into log (what) values (new.title); return new; end'`,
    `create trigger items_are_logged after update on items for each row when (old.title <> new.title) execute function log_item()`,
    `create view recent_items with (security_barrier = true) as select id, title, version from items where year > 1900`,
    `create view recent_titles as select title from recent_items`,
    `create index items_text on items using gin (to_tsvector('simple', title || ' ' || description))`,
  ],
}

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  const databases = new MuseumDatabases(engine)
  let scratch: Scratch
  beforeEach(async () => {
    scratch = await databases.copy()
    await using(scratch.target, async (connection) => {
      for (const sql of furnished[engine]) await connection.query(sql)
    })
  })
  afterEach(() => scratch.remove())
  afterAll(() => databases.close())

  it('keeps a trigger, a view on a view and a full-text index, and they still work', async () => {
    const { target } = scratch
    await upgrade(target, { history: await historyWith({ up, down }) })
    await using(target, async (connection) => {
      await connection.query(`update items set title = 'Étude' where id = 3`)
      expect(await connection.query('select what from log')).toEqual([{ what: 'Étude' }])
      expect((await connection.query('select * from recent_titles')).length).toBeGreaterThan(0)
    })
    await using(target, async (connection) => {
      if (engine === 'postgresql') return
      const found = await connection.query(
        `select count(*) as n from items_text where items_text match 'canvas'`,
      )
      expect(found[0]?.n).toBeGreaterThan(0)
    })
  })

  it('comes back as it was', async () => {
    await roundTrip(scratch.target, { up, down })
  })

  it('renames a column and a table under a trigger and a view', async () => {
    await roundTrip(scratch.target, {
      up(op) {
        op.renameColumn('items', 'year', 'published')
        op.renameTable('items', 'works')
        op.addForeignKey('works', ['version'], 'works')
      },
      down(op) {
        op.dropForeignKey('works', ['version'])
        op.renameTable('works', 'items')
        op.renameColumn('items', 'published', 'year')
      },
    })
  })

  it('refuses to drop a column that a view shows', async () => {
    const before = await look(scratch.target)
    const history = await historyWith({
      up(op) {
        op.setDefault('items', 'internal_notes', 'none')
        op.dropColumn('items', 'version')
      },
      down: () => {},
    })
    await expect(upgrade(scratch.target, { history })).rejects.toThrow(
      /9001_change: .*(recent_items|other objects depend on it)/,
    )
    expectSame(await look(scratch.target), before)
  })

  if (engine === 'postgresql') return

  it('does not give a number again that a deleted row had', async () => {
    const history = await historyWith({ up, down })
    await upgrade(scratch.target, { history })
    await using(scratch.target, async (connection) => {
      const [before] = await connection.query<{ seq: number; largest: number }>(
        `select seq, (select max(id) from items) as largest from sqlite_sequence where name = 'items'`,
      )
      expect(before?.seq).toBe((before?.largest ?? 0) + 1)
    })
  })

  it('leaves statistics of every index for the planner: those of before, or those taken after the upgrade', async () => {
    const stat = () =>
      using(scratch.target, (connection) =>
        connection.query(`select idx from sqlite_stat1 where tbl = 'items' order by idx`),
      )
    const before = await stat()
    expect(before.length).toBeGreaterThan(3)
    await upgrade(scratch.target, { history: await historyWith({ up, down }) })
    expect(await stat()).toEqual(before)
  })

  it('goes over a table that a killed run left behind', async () => {
    await using(scratch.target, async (connection) => {
      await connection.query('create table _crowfoot_new_items (id integer)')
    })
    await upgrade(scratch.target, { history: await historyWith({ up, down }) })
    const { shape } = await look(scratch.target)
    expect(shape.tables.map(({ name }) => name)).not.toContain('_crowfoot_new_items')
  })

  it('keeps the hidden row numbers of a table without a key, and all that a foreign table may say', async () => {
    const { target } = scratch
    await using(target, async (connection) => {
      await connection.query(`create table notes (text text collate nocase constraint "Short one" check (length(text) < 50), -- a comment, with 'quotes'
        [mixed Case] varchar(20) default ('a' || 'b'), size int generated always as (length(text)) stored, unique (text) on conflict ignore)`)
      await connection.query(`insert into notes (rowid, text) values (7, 'seven'), (9, 'nine')`)
    })
    await roundTrip(target, {
      up: (op) =>
        op.addColumn('notes', 'page', integer(), { after: 'text', fill: expression('length(text)') }),
      down: (op) => op.dropColumn('notes', 'page'),
    })
    await using(target, async (connection) => {
      expect(
        await connection.query('select rowid, text, page, "mixed Case" as mixed, size from notes'),
      ).toEqual([
        { rowid: 7, text: 'seven', page: 5, mixed: 'ab', size: 5 },
        { rowid: 9, text: 'nine', page: 4, mixed: 'ab', size: 4 },
      ])
    })
    await downgrade(target, {
      history: await historyWith({ up: () => {}, down: (op) => op.dropColumn('notes', 'page') }),
      to: '-1',
    })
  })
})
