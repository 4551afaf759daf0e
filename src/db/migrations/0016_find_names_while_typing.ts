/**
 * What suggestions look up while somebody types. Titles have an index of their beginnings. Of creators' names the ends are kept, each from one
 * of the later words on ("k. le guin", "le guin" and "guin"), so that a name is found by any of its words. Triggers keep them, whoever writes.
 */
import { defineRevision, expression, foreignKey, integer, key, primaryKey } from '../migrate/define.ts'

/** Nobody types more to find a name, and no index takes texts of any length. */
const longest = 100
const places = Array.from({ length: longest }, (_, index) => index + 1)

/** Each end of the names in `rows`, which begins behind a space. @param numbers the places of letters, called `place` */
const endsOf = (rows: string, numbers: string) => `
  insert into creator_name_ends (end_key, creator_id)
  select distinct substr(rows.name_key, place + 1, ${longest}), rows.id from ${rows} as rows cross join ${numbers} as places
  where substr(rows.name_key, place, 1) = ' '`

// Common table expressions are not allowed in SQLite's triggers, and it has no series of numbers.
const onSqlite = (rows: string) =>
  endsOf(rows, `(select column1 as place from (values ${places.map((place) => `(${place})`).join(', ')}))`)
const onPostgresql = (rows: string) => endsOf(rows, `(select generate_series(1, ${longest}) as place)`)

const sqliteTriggers = [
  `create trigger keep_creator_name_ends_insert after insert on creators
    begin ${onSqlite('(select new.id as id, new.name_key as name_key)')}; end`,
  `create trigger keep_creator_name_ends_update after update on creators when new.name_key <> old.name_key
    begin delete from creator_name_ends where creator_id = new.id;
    ${onSqlite('(select new.id as id, new.name_key as name_key)')}; end`,
]

const postgresFunction = `create function keep_creator_name_ends() returns trigger language plpgsql as $$
  begin
    if tg_op = 'UPDATE' then
      delete from creator_name_ends using added where creator_id = added.id;
    end if;
    ${onPostgresql('added')};
    return null;
  end $$`

const postgresTriggers = ['insert', 'update'].map(
  (event) => `create trigger keep_creator_name_ends_${event} after ${event} on creators
    referencing new table as added for each statement execute function keep_creator_name_ends()`,
)

export default defineRevision({
  follows: '0015_keep_a_search_index',
  message: 'find names while typing',

  up(op) {
    op.createIndex('items', [expression(`substr(title_key, 1, ${longest})`), 'id'], {
      name: 'ix_items_title_key_start',
    })
    op.createTable('creator_name_ends', { end_key: key().notNull(), creator_id: integer().notNull() }, [
      primaryKey('end_key', 'creator_id'),
      foreignKey(['creator_id'], 'creators', { onDelete: 'cascade' }),
    ])
    op.createIndex('creator_name_ends', ['creator_id'])
    op.sql({
      sqlite: [onSqlite('creators'), ...sqliteTriggers],
      postgresql: [onPostgresql('creators'), postgresFunction, ...postgresTriggers],
    })
  },

  down(op) {
    op.sql({
      sqlite: ['insert', 'update'].map((event) => `drop trigger keep_creator_name_ends_${event}`),
      postgresql: [
        ...['insert', 'update'].map((event) => `drop trigger keep_creator_name_ends_${event} on creators`),
        'drop function keep_creator_name_ends()',
      ],
    })
    op.dropTable('creator_name_ends')
    op.dropIndex('items', { name: 'ix_items_title_key_start' })
  },
})
