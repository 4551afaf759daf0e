/**
 * Reads the counters that the database keeps up to date (revision 0006). Reading them is quick at any number of items, and they always
 * agree with the rows that the reader sees. Each count is the sum of a stored number and of the changes that wait to be added to it.
 */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Engine, Reader } from '../engine/connection.ts'
import { limitOf, prepare } from './prepared.ts'

/** `items` and `creators` are totals; the others count the items of each type, category or creator. */
export type Subject = 'items' | 'creators' | 'type' | 'category' | 'creator'

const countedByValue: readonly string[] = ['type', 'category', 'creator']

/** Whether the database keeps a count of the items with each value of this. */
export const isCounted = (name: string): name is Subject => countedByValue.includes(name)

export interface CounterName {
  /** The id. */
  value: number
  count: number
}

/** How many items or creators there are. */
export async function totalOf(db: Reader, subject: 'items' | 'creators'): Promise<number> {
  return (await countsOf(db, subject, [0])).get(0) ?? 0
}

/** The counts of these values, or of all that have any. A value without any is not in the map. */
export async function countsOf(
  db: Reader,
  subject: Subject,
  values?: readonly number[],
): Promise<Map<number, number>> {
  if (values?.length === 0) return new Map()
  const rows = await counts(db, values ?? [], [subject, values?.length ?? 0])
  return new Map(rows.map(({ value, count }) => [value, count]))
}

/** Its shape (see `prepare`) is the subject and how many values are asked for; 0 asks for all. */
const counts = prepare<readonly number[], CounterName, [subject: Subject, values: number]>(
  (_, value, [subject, values]) => {
    const asked = sql.join(Array.from({ length: values }, (_, index) => value(index)))
    const chosen = sql`subject = ${sql.lit(subject)} ${values > 0 ? sql`and value in (${asked})` : sql``}`
    return sql<CounterName>`
      select value, cast(sum(count) as bigint) as count from (
        select value, count from kept_counts where ${chosen}
        union all
        select value, change from kept_count_changes where ${chosen}
      ) as parts group by value having sum(count) > 0`
  },
)

/** The values with the highest counts, the highest first: a look at the top of an index, not at all of them. */
export async function topCounts(db: Reader, subject: Subject, most: number): Promise<CounterName[]> {
  const { rows } = await top(subject, most).execute(db)
  return rows
}

/**
 * Adds the waiting changes to the counters after many rows were written at once; otherwise every later reader would add them up again.
 * To be called in the transaction that wrote the rows. On SQLite no changes wait.
 */
export async function settleCounts(db: Reader, engine: Engine): Promise<void> {
  if (engine === 'postgresql') await sql`select merge_kept_counts()`.execute(db)
}

/**
 * Cleans away what `settleCounts` has summed up: PostgreSQL keeps the old rows for a while, and every reader walks past them. Where somebody
 * else cleans, it is left to them. To be called outside a transaction.
 */
export async function cleanCounts(db: Reader): Promise<void> {
  await sql`vacuum (skip_locked) kept_count_changes, kept_counts`.execute(db)
}

/** What SQLite's triggers count of each row that is added, for all rows of these items at once. */
const additions: Record<Exclude<Subject, 'creators'>, RawBuilder<unknown>> = {
  items: sql`select 0 as value from items where id`,
  type: sql`select item_type_id as value from items where id`,
  creator: sql`select creator_id as value from item_creators where item_id`,
  category: sql`select category_id as value from item_categories where item_id`,
}

/**
 * Adds items and their links, counted together rather than each by itself: on SQLite, where a trigger runs for each row, a third of
 * what it takes to bring them in. Runs in the caller's transaction, which must be taken back where this fails.
 * @param ids the first and the last id of the items, which are all new; `add` writes no others
 */
export async function countTogether(
  db: Reader,
  engine: Engine,
  ids: { first: number; last: number },
  add: () => Promise<void>,
): Promise<void> {
  if (engine === 'postgresql') return add()
  // Silences the triggers (revision 0007).
  await sql`insert into kept_count_changes (subject, value, change) values ('together', 0, 0)`.execute(db)
  await add()
  await sql`delete from kept_count_changes`.execute(db)
  for (const [subject, values] of Object.entries(additions)) {
    await sql`
      insert into kept_counts (subject, value, count)
      select ${subject}, value, count(*) from (${values} between ${ids.first} and ${ids.last}) as added where true group by value
      on conflict (subject, value) do update set count = count + excluded.count`.execute(db)
  }
}

/** The counts that are not what a count finds, and by how much; for `db check`. Reads every item and link. */
export async function wrongCounts(db: Reader): Promise<{ subject: Subject; value: number; off: number }[]> {
  const values = { ...additions, creators: sql`select 0 as value from creators where id` }
  const counted = Object.entries(values).map(
    ([subject, rows]) =>
      sql`select ${sql.lit(subject)} as subject, value, -count(*) as n from (${rows} is not null) as counted group by value`,
  )
  const { rows } = await sql<{ subject: Subject; value: number; off: number }>`
    select subject, value, cast(sum(n) as bigint) as off from (
      select subject, value, count as n from kept_counts
      union all select subject, value, change from kept_count_changes
      union all ${sql.join(counted, sql` union all `)}
    ) as parts group by subject, value having sum(n) <> 0 order by subject, value`.execute(db)
  return rows
}

/** Which values of which subject, and the table that holds their names. */
export interface TopNames {
  subject: Subject
  names: string
  most: number
}

export interface NamedCount {
  subject: Subject
  id: number
  name: string
  count: number
}

/** The values with the highest counts of several subjects, with their names: one statement for all. */
export function topNames(subjects: readonly TopNames[]): (db: Reader) => Promise<NamedCount[]> {
  const query = prepare<object, NamedCount>(() => {
    const parts = subjects.map(
      ({ subject, names, most }) => sql`
        select ${sql.lit(subject)} as subject, names.id, names.name, highest.count from (${top(subject, most)}) as highest
        inner join ${sql.table(names)} as names on names.id = highest.value`,
    )
    return sql<NamedCount>`${sql.join(parts, sql` union all `)} order by subject, count desc, id`
  })
  return (db) => query(db, {})
}

/** A change that waits may lift a value up or take it down: so a few more are looked at, and every value with a change. */
function top(subject: Subject, most: number): RawBuilder<CounterName> {
  return sql<CounterName>`
    with highest as (
      select value, count from kept_counts where subject = ${sql.lit(subject)} order by count desc, value desc limit ${limitOf(most + 20)}
    ),
    changed as (
      select value, sum(change) as change from kept_count_changes where subject = ${sql.lit(subject)} group by value
    )
    select value, cast(sum(count) as integer) as count from (
      select value, count from highest
      union all
      select value, change from changed
      union all
      select base.value, base.count from changed cross join kept_counts as base
      where base.subject = ${sql.lit(subject)} and base.value = changed.value and base.value not in (select value from highest)
    ) as parts group by value having sum(count) > 0 order by 2 desc, value limit ${limitOf(most)}`
}
