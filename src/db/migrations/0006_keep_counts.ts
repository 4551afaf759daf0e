/**
 * Counts that are kept rather than counted: how many items there are, of each type, decade, category and creator.
 * Triggers keep them, so they are right whoever writes, and a change that is taken back takes its counts along.
 */
import { defineRevision, id, integer, primaryKey, text } from '../migrate/define.ts'

interface Kept {
  table: string
  /** What is counted, and by which value of a row. Rows without a value do not count. */
  subject: string
  value: (row: string) => string
}

const decadeOf = (row: string) => `${row}year - (${row}year % 10 + 10) % 10`
const kept: Kept[] = [
  { table: 'items', subject: 'items', value: () => '0' },
  { table: 'items', subject: 'type', value: (row) => `${row}item_type_id` },
  { table: 'items', subject: 'decade', value: decadeOf },
  { table: 'item_creators', subject: 'creator', value: (row) => `${row}creator_id` },
  { table: 'item_categories', subject: 'category', value: (row) => `${row}category_id` },
  { table: 'creators', subject: 'creators', value: () => '0' },
]
const events = ['insert', 'update', 'delete'] as const

/** On SQLite one writes at a time: each row's trigger changes the count itself. */
function sqliteTrigger({ table, subject, value }: Kept, event: (typeof events)[number]): string {
  const change = (row: string, by: 1 | -1) => `
    insert into kept_counts (subject, value, count) select '${subject}', ${value(row)}, ${by} where ${value(row)} is not null
    on conflict (subject, value) do update set count = count + ${by};`
  return `create trigger ${nameOf({ table, subject }, event)} after ${event} on ${table}
    ${event === 'update' ? `when ${value('old.')} is not ${value('new.')}` : ''}
    begin ${event === 'insert' ? '' : change('old.', -1)} ${event === 'delete' ? '' : change('new.', 1)} end`
}

/**
 * On PostgreSQL many write at once, and all of them would wait for the one row that counts all items, or for each other
 * (a deadlock). So each statement only adds lines to `kept_count_changes`, and now and then one writer sums them up.
 */
const postgresFunctions = [
  `create function merge_kept_counts() returns void language plpgsql as $$
  begin
    -- One at a time, and nobody waits: whoever comes second leaves it to the first.
    if pg_try_advisory_xact_lock(hashtext('kept_counts')) then
      with changes as (delete from kept_count_changes returning subject, value, change)
      insert into kept_counts (subject, value, count)
      select subject, value, sum(change) from changes group by subject, value having sum(change) <> 0
      on conflict (subject, value) do update set count = kept_counts.count + excluded.count;
    end if;
  end $$`,
  // Its arguments: the subject, and the SQL of the value.
  `create function keep_count() returns trigger language plpgsql as $$
  begin
    execute format(
      'insert into kept_count_changes (subject, value, change)
       select %L, value, sum(change) from (%s) as rows where value is not null group by value having sum(change) <> 0',
      tg_argv[0],
      concat_ws(' union all ',
        case when tg_op <> 'DELETE' then format('select %s as value, 1 as change from added', tg_argv[1]) end,
        case when tg_op <> 'INSERT' then format('select %s as value, -1 as change from removed', tg_argv[1]) end));
    if random() < 0.01 then
      perform merge_kept_counts();
    end if;
    return null;
  end $$`,
]

function postgresTrigger({ table, subject, value }: Kept, event: (typeof events)[number]): string {
  const rows = [
    ...(event === 'insert' ? [] : ['old table as removed']),
    ...(event === 'delete' ? [] : ['new table as added']),
  ]
  return `create trigger ${nameOf({ table, subject }, event)} after ${event} on ${table}
    referencing ${rows.join(' ')} for each statement execute function keep_count('${subject}', '${value('')}')`
}

function nameOf({ table, subject }: Pick<Kept, 'table' | 'subject'>, event: string): string {
  return `keep_${subject}_of_${table}_${event}`
}

/** What is there already is counted once. */
function countNow({ table, subject, value }: Kept): string {
  return `insert into kept_counts (subject, value, count)
    select '${subject}', value, count(*) from (select ${value('')} as value from ${table}) as rows where value is not null group by value`
}

const pairs = kept.flatMap((each) => events.map((event) => [each, event] as const))

export default defineRevision({
  follows: '0005_create_sessions_and_rate_limits',
  message: 'keep counts',

  up(op) {
    op.createTable(
      'kept_counts',
      { subject: text().notNull(), value: integer().notNull(), count: integer().notNull() },
      [primaryKey('subject', 'value')],
    )
    // The values that most items have, without a look at the others.
    op.createIndex('kept_counts', ['subject', 'count', 'value'])
    op.createTable('kept_count_changes', {
      id: id(),
      subject: text().notNull(),
      value: integer().notNull(),
      change: integer().notNull(),
    })
    op.createIndex('kept_count_changes', ['subject', 'value'])

    const counts = kept.map(countNow)
    op.sql({ sqlite: counts, postgresql: counts })
    op.sql({
      sqlite: pairs.map(([each, event]) => sqliteTrigger(each, event)),
      postgresql: [...postgresFunctions, ...pairs.map(([each, event]) => postgresTrigger(each, event))],
    })
  },

  down(op) {
    op.sql({
      sqlite: pairs.map(([each, event]) => `drop trigger ${nameOf(each, event)}`),
      postgresql: [
        ...pairs.map(([each, event]) => `drop trigger ${nameOf(each, event)} on ${each.table}`),
        'drop function keep_count()',
        'drop function merge_kept_counts()',
      ],
    })
    op.dropTable('kept_count_changes')
    op.dropTable('kept_counts')
  },
})
