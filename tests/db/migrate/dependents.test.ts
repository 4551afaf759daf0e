/** What PostgreSQL keeps about a table elsewhere (functions, triggers, views, rules) follows a change, or stops it and is named. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest'
import { text } from '../../../src/db/migrate/define.ts'
import { History, loadRevisions, upgrade } from '../../../src/db/migrate/index.ts'
import type { Connection } from '../../../src/db/migrate/index.ts'
import type { Operations } from '../../../src/db/migrate/core/operations.ts'
import { rehearse } from '../../../src/db/migrate/rehearse/rehearse.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { MuseumDatabases } from './museum-database.ts'
import { expectSame, historyWith, look, using } from './round-trip.ts'

/** The last revision whose triggers name a column of `items`. */
const withTriggersOfYear = '0010_fold_signs_that_look_alike'

/** One change after it. */
async function afterTriggers(up: (op: Operations) => void): Promise<History> {
  const known = await loadRevisions()
  const first = [...known.withAncestors(known.find(withTriggersOfYear))].map((id) => known.find(id))
  const file = { follows: withTriggersOfYear, message: 'change', up, down: { reason: 'a test' } }
  return new History([
    ...first,
    { id: '9001_change', follows: [withTriggersOfYear], message: 'change', checksum: '', file },
  ])
}

const dropRulesOfYear = (op: Operations) => {
  op.dropCheck('items', 'year_range')
  op.dropIndex('items', { name: 'ix_items_year_up' })
  op.dropIndex('items', { name: 'ix_items_year_down' })
}
const withoutYear = (op: Operations) => {
  dropRulesOfYear(op)
  op.dropColumn('items', 'year')
}
const yearAsText = (op: Operations) => {
  dropRulesOfYear(op)
  op.alterType('items', 'year', text())
}
const rename = (op: Operations) => op.renameColumn('items', 'year', 'released')

describe('renaming a column that triggers name', () => {
  it('is refused on PostgreSQL, where every write would fail, and changes nothing', async () => {
    const scratch = await createScratch('postgresql', 'empty')
    await upgrade(scratch.target, { to: withTriggersOfYear })
    const history = await afterTriggers(rename)
    const says =
      /^9001_change: the trigger keep_decade_of_items_delete of items no longer works: column "year" does not exist; make it again in this revision, with op\.sql$/
    const before = await look(scratch.target)
    await expect(upgrade(scratch.target, { history })).rejects.toThrow(says)
    if (typeof scratch.target === 'string')
      await expect(rehearse(scratch.target, { history })).rejects.toThrow(says)
    expectSame(await look(scratch.target), before)
    await scratch.remove()
  })

  it('goes through where the revision makes the triggers again, and writes are counted', async () => {
    const scratch = await createScratch('postgresql', 'empty')
    const value = 'released - (released % 10 + 10) % 10'
    const again = ['insert', 'update', 'delete'].map((event) => {
      const rows = { insert: 'new table as added', delete: 'old table as removed', update: '' }[event]
      return `create or replace trigger keep_decade_of_items_${event} after ${event} on items
        referencing ${rows || 'old table as removed new table as added'} for each statement execute function keep_count('decade', '${value}')`
    })
    const history = await afterTriggers((op) => {
      rename(op)
      op.sql({ postgresql: again })
    })
    await upgrade(scratch.target, { history })
    await using(scratch.target, async (connection) => {
      await connection.query(`insert into item_types (name, name_key) values ('book', 'book')`)
      await connection.query(
        `insert into items (title, title_key, released, item_type_id, created_at, updated_at) values ('t', 't', 1815, 1, now(), now())`,
      )
      // The trigger moves changes to kept_counts by chance.
      const counted = `select value::int as value, change as count from kept_count_changes where subject = 'decade'
        union all select value::int, count from kept_counts where subject = 'decade'`
      expect(await connection.query(counted)).toEqual([{ value: 1810, count: 1 }])
    })
    await scratch.remove()
  })

  it('follows on SQLite by itself', async () => {
    const scratch = await createScratch('sqlite', 'empty')
    await upgrade(scratch.target, { history: await afterTriggers(rename) })
    await using(scratch.target, async (connection) => {
      const [trigger] = await connection.query<{ sql: string }>(
        `select sql from sqlite_master where name = 'keep_decade_of_items_delete'`,
      )
      expect(trigger?.sql).toContain('released')
    })
    await scratch.remove()
  })
})

describe('on PostgreSQL', () => {
  const databases = new MuseumDatabases('postgresql')
  let scratch: Scratch
  beforeEach(async () => {
    scratch = await databases.copy()
  })
  afterEach(() => scratch.remove())
  afterAll(() => databases.close())

  const prepare = (...statements: string[]) =>
    using(scratch.target, async (connection) => {
      for (const sql of statements) await connection.query(sql)
    })
  const change = async (up: (op: Operations) => void) =>
    upgrade(scratch.target, { history: await historyWith({ up, down: () => {} }) })

  const fn = (body: string) =>
    `create function look() returns trigger language plpgsql as $$ begin ${body} return coalesce(new, old); end $$`
  const broken: [name: string, statements: string[], says: RegExp][] = [
    [
      'of each row, whose condition holds for no row that stays as it is',
      [
        fn('new.description := new.description || new.year;'),
        'create trigger looks before update of year on items for each row when (old.title <> new.title) execute function look()',
      ],
      /the trigger looks of items no longer works: record "new" has no field "year"/,
    ],
    [
      'of another table',
      [
        fn('perform year from items;'),
        'create trigger looks after delete on creators for each row execute function look()',
      ],
      /the trigger looks of creators no longer works: column "year" does not exist/,
    ],
    [
      'that waits for the end of the transaction',
      [
        fn('perform new.year;'),
        'create constraint trigger looks after insert on items deferrable initially deferred for each row execute function look()',
      ],
      /the trigger looks of items no longer works: record "new" has no field "year"/,
    ],
    [
      'in place of a write to a view',
      [
        'create view titles as select id, title from items',
        fn('update items set year = 1 where id = new.id;'),
        'create trigger looks instead of update on titles for each row execute function look()',
      ],
      /the trigger looks of titles no longer works: column "year" of relation "items" does not exist/,
    ],
  ]
  it.each(broken)('refuses to rename a column under a trigger %s', async (_, statements, says) => {
    await prepare(...statements)
    const before = await look(scratch.target)
    await expect(change(rename)).rejects.toThrow(says)
    expectSame(await look(scratch.target), before)
  })

  it('refuses to rename a table that a trigger of another names, where that has no rows', async () => {
    await prepare(
      'create table parcels (id serial primary key, weight integer not null)',
      fn('perform title from items;'),
      'create trigger looks after insert on parcels for each row execute function look()',
    )
    await expect(change((op) => op.renameTable('items', 'works'))).rejects.toThrow(
      /the trigger looks of parcels no longer works: relation "items" does not exist/,
    )
  })

  describe('a function that names what goes in a branch that no trial takes', () => {
    const hidden = fn('if false then perform year from items; end if;')
    const trigger = 'create trigger looks before update on creators for each row execute function look()'
    const says = /the function look\(\) names items\.year, which would no longer be there: make it again/

    it.each([
      ['renamed', rename],
      ['dropped', withoutYear],
    ])('is named when a column is %s', async (_, up) => {
      await prepare(hidden, trigger)
      const before = await look(scratch.target)
      await expect(change(up)).rejects.toThrow(says)
      expectSame(await look(scratch.target), before)
    })

    it('is named when a table is renamed, and when it is of the table and names the column alone', async () => {
      await prepare(hidden, trigger)
      await expect(change((op) => op.renameTable('items', 'works'))).rejects.toThrow(
        /the function look\(\) names items, which/,
      )
      await prepare(
        fn('if false then perform new.summary; perform new.description; end if;').replace('look', 'spy'),
        'create trigger spies before update on items for each row execute function spy()',
      )
      await expect(change((op) => op.renameColumn('items', 'description', 'summary'))).rejects.toThrow(
        /the function spy\(\) names items\.description/,
      )
    })

    it('is named when the name is an argument of its trigger', async () => {
      await prepare(
        fn('if false then execute format($f$select %I from items$f$, tg_argv[0]); end if;'),
        `create trigger looks before update on items for each row execute function look('year')`,
      )
      await expect(change(rename)).rejects.toThrow(/the trigger looks of items names items\.year/)
    })

    it('is no obstacle where the revision makes it again, or takes it away', async () => {
      await prepare(hidden, trigger)
      const again = hidden.replace('create', 'create or replace').replace('year', 'released')
      await change((op) => {
        rename(op)
        op.sql({ postgresql: again })
      })
      const history = await historyWith(
        { up: () => {}, down: () => {} },
        {
          up: (op) => {
            op.sql({ postgresql: 'drop trigger looks on creators; drop function look()' })
            op.renameColumn('items', 'released', 'year')
          },
          down: () => {},
        },
      )
      await upgrade(scratch.target, { history })
    })

    it('is no obstacle where it has the word in a comment, or in another table', async () => {
      await prepare(
        fn('/* year */ -- of items: year\n perform 1; /* items */'),
        trigger,
        fn('if false then perform year from loans; end if;').replace('look', 'spy'),
      )
      await change(rename)
    })
  })

  it('names an index that holds a column besides, and statistics, before it drops the column', async () => {
    await prepare('create index titles on items (title) include (year)')
    await expect(change(withoutYear)).rejects.toThrow(/items\.year is still used by titles: drop that first/)
    await prepare('drop index titles', 'create statistics spread on year, title from items')
    await expect(change(withoutYear)).rejects.toThrow(/items\.year is still used by the statistics spread/)
    await prepare('drop statistics spread', 'create statistics decades on (year / 10), title from items')
    await expect(change(withoutYear)).rejects.toThrow(/items\.year is still used by the statistics decades/)
  })

  it('refuses to drop or retype what a function in SQL names', async () => {
    await prepare(
      `create function oldest() returns integer language sql as 'select min(year) from items'`,
      `create function notes() returns text language sql as 'select internal_notes from items limit 1'`,
    )
    await expect(change(withoutYear)).rejects.toThrow(
      /the function oldest\(\) no longer works: column "year" does not exist/,
    )
    await expect(change(yearAsText)).rejects.toThrow(
      /the function oldest\(\) no longer works: return type mismatch/,
    )
  })

  it('does not hold against a revision what was broken before, nor what a row alone breaks', async () => {
    await prepare(
      fn(`perform no_such_thing();`),
      'create trigger looks after update on creators for each row execute function look()',
      `create function strict() returns trigger language plpgsql as $$ begin raise exception 'never'; end $$`,
      'create trigger strict before update on categories for each row execute function strict()',
    )
    await change((op) => op.renameColumn('items', 'description', 'summary'))
  })

  it('names what stands in the way of a drop', async () => {
    await prepare(
      'create view recent as select title, year from items',
      'create rule note_years as on update to categories do also select year from items',
      'create view kinds as select name from item_types',
    )
    await expect(change(withoutYear)).rejects.toThrow(
      /drop column items\.year: .*view recent depends on column year of table items, rule note_years on table categories depends on column year of table items/,
    )
    await prepare(
      'create table shelves (id integer primary key)',
      'create view all_shelves as select * from shelves',
    )
    await expect(change((op) => op.dropTable('shelves'))).rejects.toThrow(
      /drop table shelves: .*view all_shelves depends on table shelves/,
    )
  })

  it('changes a type under views and rules, which keep all that belongs to them', async () => {
    await prepare(
      'create schema reports',
      'create table log (what text)',
      'create view recent with (security_barrier = true) as select id, title, internal_notes from items where year > 1900',
      'create view reports.titles as select title, internal_notes as notes from recent',
      'alter view reports.titles owner to pg_monitor',
      `alter view recent alter column title set default 'untitled'`,
      'grant select, insert on recent to pg_monitor with grant option',
      'grant update (title) on recent to public',
      'revoke delete on recent from current_user',
      `comment on view recent is 'what came of late'`,
      `comment on column reports.titles.notes is 'for staff'`,
      `create function log_title() returns trigger language plpgsql as $$ begin insert into public.log values (new.title); return new; end $$`,
      'create trigger logs instead of insert on reports.titles for each row execute function log_title()',
      `comment on trigger logs on reports.titles is 'keeps a log'`,
      'create rule keep as on delete to recent do instead nothing',
      `create rule note as on update to items do also insert into log values (new.internal_notes)`,
      `comment on rule note on items is 'and more'`,
      `alter default privileges grant all on tables to pg_monitor`,
    )
    const before = await using(scratch.target, belongings)
    expect(before).toHaveLength(10)
    await change((op) =>
      op.alterType('items', 'internal_notes', text(), { using: { sql: 'internal_notes' } }),
    )
    expect(await using(scratch.target, belongings)).toEqual(before)
    await prepare(`alter default privileges revoke all on tables from pg_monitor`)
  })

  it('says which view does not go with a new type', async () => {
    await prepare('create view centuries as select year / 100 as century from items')
    await expect(change(yearAsText)).rejects.toThrow(
      /the view centuries does not go with the new type \(operator does not exist: text \/ integer\)/,
    )
  })
})

/** Everything that the catalogue keeps about the views and rules, each in a line. */
async function belongings(connection: Connection): Promise<unknown[]> {
  const mine = `c.relname in ('recent', 'titles')`
  const rows = await connection.query(`
    select c.relname::text as name, pg_get_viewdef(c.oid) as a, c.reloptions::text as b, c.relowner::regrole::text as c, obj_description(c.oid) as d,
      (select string_agg(acl::text, ' ' order by acl::text) from unnest(coalesce(c.relacl, acldefault('r', c.relowner))) acl) as e from pg_class c where ${mine}
    union all select a.attname::text, c.relname::text, pg_get_expr(d.adbin, d.adrelid), a.attacl::text, col_description(c.oid, a.attnum), null
      from pg_class c join pg_attribute a on a.attrelid = c.oid left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum where ${mine} and a.attnum > 0
    union all select t.tgname::text, pg_get_triggerdef(t.oid), t.tgenabled::text, obj_description(t.oid, 'pg_trigger'), null, null
      from pg_trigger t join pg_class c on c.oid = t.tgrelid where ${mine}
    union all select r.rulename::text, pg_get_ruledef(r.oid), r.ev_enabled::text, obj_description(r.oid, 'pg_rewrite'), null, null
      from pg_rewrite r join pg_class c on c.oid = r.ev_class where r.rulename in ('keep', 'note')
    order by 1, 2`)
  return rows
}
