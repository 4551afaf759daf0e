/** `db check`: models, revisions and database agree, and what differs is named. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { checkSchema } from '../../../../src/db/migrate/shape/check.ts'
import { text } from '../../../../src/db/migrate/define.ts'
import { History, loadRevisions, upgrade } from '../../../../src/db/migrate/index.ts'
import type { Connection } from '../../../../src/db/migrate/index.ts'
import type { Operations } from '../../../../src/db/migrate/core/operations.ts'
import { createScratch } from '../../../setup/scratch.ts'
import type { Scratch } from '../../../setup/scratch.ts'
import { using } from '../round-trip.ts'

const at = "'2026-01-31T12:00:00.000Z'"
const someItems = [
  `insert into item_types (name, name_key) values ('book', 'book'), ('print', 'print')`,
  `insert into creators (name, name_key) values ('Ada', 'ada')`,
  ...['one', 'two', 'three'].map(
    (title) =>
      `insert into items (title, title_key, item_type_id, created_at, updated_at) values ('${title}', '${title}', 1, ${at}, ${at})`,
  ),
  'insert into item_creators (item_id, creator_id, position) values (1, 1, 0)',
  'delete from items where id = 3',
]

type Work = (connection: Connection) => Promise<void>
type ByHand = [what: string, work: Work, says: RegExp]
const run =
  (...statements: string[]): Work =>
  async (connection) => {
    for (const sql of statements) await connection.query(sql)
  }

/** On SQLite: the table written anew, with one thing in it otherwise. */
const anew =
  (table: string, from: string, to: string): Work =>
  async (connection) => {
    const rows = await connection.query<{ type: string; sql: string }>(
      `select type, sql from sqlite_schema where tbl_name = '${table}' and sql is not null order by type = 'table' desc`,
    )
    await run('pragma foreign_keys = off', `drop table ${table}`)(connection)
    for (const { type, sql } of rows) {
      if (type === 'table') expect(sql).toContain(from)
      await connection.query(type === 'table' ? sql.replace(from, to) : sql)
    }
  }
const again = (rule: string, definition: string, table = 'creators') =>
  run(
    `alter table ${table} drop constraint ${rule}`,
    `alter table ${table} add constraint ${rule} ${definition}`,
  )
const link = 'foreign key (creator_id) references creators (id) on delete restrict'

const changedByHand: Record<'sqlite' | 'postgresql', ByHand[]> = {
  sqlite: [
    [
      'a foreign key that is checked late',
      anew('item_creators', 'on delete restrict', 'on delete restrict deferrable initially deferred'),
      /item_creators: the foreign key fk_item_creators_creator_id reads "deferrable initially deferred", not ""/,
    ],
    [
      'a rule that replaces rows',
      anew(
        'item_creators',
        'primary key ("item_id", "creator_id")',
        'primary key ("item_id", "creator_id") on conflict replace',
      ),
      /item_creators: the primary key reads "on conflict replace", not ""/,
    ],
    [
      'a column that passes over rows',
      anew('creators', '"name" text not null', '"name" text not null on conflict ignore'),
      /creators: the column name reads "on conflict ignore", not ""/,
    ],
    [
      'a strict table',
      anew('kept_count_changes', 'not null)', 'not null) strict'),
      /kept_count_changes has the options "strict", not ""/,
    ],
    [
      'a link to nothing',
      run('insert into item_creators (item_id, creator_id, position) values (7, 8, 0)'),
      /1 row of item_creators refers to no row of (items|creators)$/,
    ],
    [
      'what a trigger does',
      run(
        'drop trigger keep_creators_of_creators_insert',
        'create trigger keep_creators_of_creators_insert after insert on creators begin select 1; end',
      ),
      /creators: the trigger keep_creators_of_creators_insert has sql/,
    ],
    [
      'a counter that miscounted',
      run(
        ...someItems,
        `update kept_counts set count = 5 where subject = 'items'`,
        `delete from kept_counts where subject = 'type' and value = 1`,
      ),
      /the counter of items 0 is 3 too high|the counter of type 1 is 2 too low/,
    ],
  ],
  postgresql: [
    [
      'what a function does',
      run('create or replace function merge_kept_counts() returns void language plpgsql as $$ begin end $$'),
      /the function merge_kept_counts\(\) reads differently/,
    ],
    [
      'a function of somebody',
      run(`create function one() returns integer language sql as 'select 1'`),
      /the function one\(\) is one too many/,
    ],
    ['an enum of somebody', run(`create type mood as enum ('glad')`), /the type mood is one too many/],
    [
      'a trigger that sleeps',
      run('alter table items disable trigger keep_items_of_items_insert'),
      /items: the trigger keep_items_of_items_insert has sql .*disabled/,
    ],
    [
      'a check that was not asked of the rows',
      again('ck_creators_name_not_blank', "check (trim(name) <> '') not valid"),
      /creators: the check ck_creators_name_not_blank has expression .*NOT VALID/,
    ],
    [
      'a foreign key that was not asked of the rows',
      again('fk_item_creators_creator_id', `${link} not valid`, 'item_creators'),
      /the foreign key fk_item_creators_creator_id reads "not valid", not ""/,
    ],
    [
      'a foreign key that is checked late',
      again('fk_item_creators_creator_id', `${link} deferrable initially deferred`, 'item_creators'),
      /the foreign key fk_item_creators_creator_id reads "deferrable initially deferred", not ""/,
    ],
    [
      'a unique rule that is checked late',
      again('uq_creators_name_key', 'unique (name_key) deferrable'),
      /creators: the unique rule uq_creators_name_key reads "deferrable", not ""/,
    ],
    [
      'a unique rule for which no value is a value',
      again('uq_creators_name_key', 'unique nulls not distinct (name_key)'),
      /creators: the unique rule uq_creators_name_key reads "nulls not distinct", not ""/,
    ],
    [
      'a rule of exclusion',
      run('alter table creators add constraint ex_creators exclude (name with =)'),
      /creators: the check ex_creators is one too many/,
    ],
    [
      'the method of an index',
      run(
        'drop index ix_items_created_by',
        'create index ix_items_created_by on items using hash (created_by)',
      ),
      /items: the index ix_items_created_by reads "hash \(created_by\)", not "btree \(created_by\)"/,
    ],
    [
      'what an index holds besides',
      run(
        'drop index ix_items_created_by',
        'create index ix_items_created_by on items (created_by) include (version)',
      ),
      /the index ix_items_created_by reads "btree \(created_by\) INCLUDE \(version\)"/,
    ],
    [
      'an index that is no good',
      run(`update pg_index set indisvalid = false where indexrelid = 'ix_items_created_by'::regclass`),
      /the index ix_items_created_by reads "btree \(created_by\) not valid"/,
    ],
    [
      'row security',
      run(
        'alter table items enable row level security',
        'create policy own on items for select using (created_by is null)',
      ),
      /items has the options "row security, policy own .*created_by IS NULL/,
    ],
    [
      'a table that a crash empties',
      run('alter table sessions set unlogged'),
      /sessions has the options "unlogged", not ""/,
    ],
    [
      'a counter that miscounted',
      run(
        ...someItems,
        `insert into kept_count_changes (subject, value, change) values ('items', 0, 3)`,
        // A trigger may have added some of the changes up already: it does so by chance.
        ...['kept_counts', 'kept_count_changes'].map(
          (table) => `delete from ${table} where subject = 'type' and value = 1`,
        ),
      ),
      /the counter of items 0 is 3 too high|the counter of type 1 is 2 too low/,
    ],
  ],
}

describe.each(['sqlite', 'postgresql'] as const)('on %s', (engine) => {
  let scratch: Scratch
  beforeAll(async () => {
    scratch = await createScratch(engine)
  })
  afterAll(() => scratch.remove())

  it('has nothing to say where all agree', async () => {
    expect(await checkSchema(scratch.target)).toEqual([])
  })

  it('names what was changed by hand', async () => {
    await using(scratch.target, async (connection) => {
      await connection.query('create table visitors (name text)')
      await connection.query('drop index ix_items_title_start')
      await connection.query('alter table creators add column nickname text')
      await connection.query('alter table items drop constraint ck_items_title_length')
    })
    const lines = await checkSchema(scratch.target)
    expect(lines).toEqual([
      'in the database, creators: the column nickname is one too many',
      'in the database, items: the check ck_items_title_length is missing',
      'in the database, items: the index ix_items_title_start is missing',
      'in the database, the table visitors is one too many',
    ])
  })

  it.each(changedByHand[engine])('sees %s', async (_, work, says) => {
    const other = await createScratch(engine)
    await using(other.target, async (connection) => {
      if (engine === 'sqlite') await connection.query('pragma foreign_keys = off')
      await work(connection)
    })
    const lines = await checkSchema(other.target)
    expect(lines.filter((line) => !says.test(line))).toEqual([])
    expect(lines.length).toBeGreaterThan(0)
    await other.remove()
  })

  it('counts the items of a database in which nothing is wrong, and is silent', async () => {
    const other = await createScratch(engine)
    await using(other.target, async (connection) => {
      for (const sql of someItems) await connection.query(sql)
    })
    expect(await checkSchema(other.target)).toEqual([])
    await other.remove()
  })

  it('is not held up by work on rows that are not there', async () => {
    const other = await createScratch(engine)
    const known = await loadRevisions()
    const follows = known.heads[0]?.id ?? ''
    const up = (op: Operations) => {
      op.addColumn('items', 'shelf', text().notNull().default('A'))
      op.data('needs a row', async (db) => {
        await db.selectFrom('items').select('id').executeTakeFirstOrThrow()
      })
      op.createIndex('items', ['shelf'])
    }
    const file = { follows, message: 'change', up, down: { reason: 'a test' } }
    const history = new History([
      ...known.revisions,
      { id: '9001_change', follows: [follows], message: 'change', checksum: '', file },
    ])
    expect(await checkSchema(other.target, { history })).toEqual([
      'no revision does this, and the models say it: drop index ix_items_shelf',
      'no revision does this, and the models say it: drop column items.shelf',
      '9001_change is not applied to the database: npx crowfoot db upgrade',
    ])
    await other.remove()
  })

  it('names a revision that is pending, one that was edited, and one whose file is gone', async () => {
    const other = await createScratch(engine, 'empty')
    const known = await loadRevisions()
    await upgrade(other.target, { to: '0004' })
    const edited = new History(
      known.revisions.map((revision) =>
        revision.id.startsWith('0002') ? { ...revision, checksum: 'other' } : revision,
      ),
    )
    const lines = await checkSchema(other.target, { history: edited })
    expect(lines).toContain(
      '0002_add_the_first_roles was edited after it was applied: undo it and apply it again, or accept it with npx crowfoot db stamp',
    )
    expect(lines.join('\n')).toMatch(/0005_\w+ is not applied to the database: npx crowfoot db upgrade/)
    const fewer = new History(known.revisions.filter(({ id }) => id < '0004'))
    expect(await checkSchema(other.target, { history: fewer })).toContain(
      'the database is at 0004_create_items, and there is no file of that name',
    )
    await other.remove()
  })
})
