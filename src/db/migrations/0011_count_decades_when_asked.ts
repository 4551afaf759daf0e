/**
 * The items of each decade are no longer counted by triggers. A project may have another field that holds a year, or none, and the column
 * `year` could not be dropped while a trigger read it. The front page counts decades itself, once after each change.
 */
import { defineRevision } from '../migrate/define.ts'

const events = ['insert', 'update', 'delete'] as const
const triggerOn = (event: string) => `keep_decade_of_items_${event}`

const decadeOf = (row: string) => `${row}year - (${row}year % 10 + 10) % 10`

const change = (row: string, by: 1 | -1) => `
  insert into kept_counts (subject, value, count) select 'decade', ${decadeOf(row)}, ${by} where ${decadeOf(row)} is not null
  on conflict (subject, value) do update set count = count + ${by};`

/** As revisions 0006 and 0007 left them. */
const sqliteTriggers = [
  `create trigger ${triggerOn('insert')} after insert on items when not exists (select 1 from kept_count_changes)
    begin ${change('new.', 1)} end`,
  `create trigger ${triggerOn('update')} after update on items when ${decadeOf('old.')} is not ${decadeOf('new.')}
    begin ${change('old.', -1)} ${change('new.', 1)} end`,
  `create trigger ${triggerOn('delete')} after delete on items
    begin ${change('old.', -1)} end`,
]

const postgresTriggers = events.map((event) => {
  const rows = [
    ...(event === 'insert' ? [] : ['old table as removed']),
    ...(event === 'delete' ? [] : ['new table as added']),
  ]
  return `create trigger ${triggerOn(event)} after ${event} on items
    referencing ${rows.join(' ')} for each statement execute function keep_count('decade', '${decadeOf('')}')`
})

const countNow = `insert into kept_counts (subject, value, count)
  select 'decade', value, count(*) from (select ${decadeOf('')} as value from items) as rows where value is not null group by value`

export default defineRevision({
  follows: '0010_fold_signs_that_look_alike',
  message: 'count decades when asked',

  up(op) {
    const forget = [
      `delete from kept_counts where subject = 'decade'`,
      `delete from kept_count_changes where subject = 'decade'`,
    ]
    op.sql({
      sqlite: [...events.map((event) => `drop trigger ${triggerOn(event)}`), ...forget],
      postgresql: [...events.map((event) => `drop trigger ${triggerOn(event)} on items`), ...forget],
    })
  },

  down(op) {
    op.sql({ sqlite: [countNow, ...sqliteTriggers], postgresql: [countNow, ...postgresTriggers] })
  },
})
