/**
 * On SQLite each row that is added has its triggers, and an import adds thousands. While a line stands in `kept_count_changes`,
 * which is empty on SQLite otherwise, they stay silent: who put the line there counts all its rows by one statement and takes it
 * away again (`countTogether` in `counts.ts`). PostgreSQL's triggers look at whole statements from the beginning.
 */
import { defineRevision } from '../migrate/define.ts'

const additions = [
  { table: 'items', subject: 'items', value: '0' },
  { table: 'items', subject: 'type', value: 'new.item_type_id' },
  { table: 'items', subject: 'decade', value: 'new.year - (new.year % 10 + 10) % 10' },
  { table: 'item_creators', subject: 'creator', value: 'new.creator_id' },
  { table: 'item_categories', subject: 'category', value: 'new.category_id' },
]
type Addition = (typeof additions)[number]

const silent = 'when not exists (select 1 from kept_count_changes)'

function trigger({ table, subject, value }: Addition, when: string): string {
  return `create trigger ${nameOf({ table, subject })} after insert on ${table} ${when}
    begin
      insert into kept_counts (subject, value, count) select '${subject}', ${value}, 1 where ${value} is not null
      on conflict (subject, value) do update set count = count + 1; end`
}

function nameOf({ table, subject }: Pick<Addition, 'table' | 'subject'>): string {
  return `keep_${subject}_of_${table}_insert`
}

const anew = (when: string) =>
  additions.flatMap((addition) => [`drop trigger ${nameOf(addition)}`, trigger(addition, when)])

export default defineRevision({
  follows: '0006_keep_counts',
  message: 'count many rows at once',

  up(op) {
    op.sql({ sqlite: anew(silent), postgresql: [] })
  },

  down(op) {
    op.sql({ sqlite: anew(''), postgresql: [] })
  },
})
