/**
 * Reads the counts that the database keeps up to date (revision 0006): quick at any number of items, and always what the
 * reader's moment holds. Each is the sum of what is counted and of the changes that wait to be added to it.
 */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Reader } from './connection.ts'

/** `items` and `creators` are totals; the others count the items of each type, decade, category or creator. */
export type Subject = 'items' | 'creators' | 'type' | 'decade' | 'category' | 'creator'

export interface KeptCount {
  /** The id, or the decade's first year. */
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
  const chosen = values ? sql`and value in (${sql.join(values)})` : sql``
  const { rows } = await sql<KeptCount>`
    select value, cast(sum(count) as bigint) as count from (
      select value, count from kept_counts where subject = ${subject} ${chosen}
      union all
      select value, change from kept_count_changes where subject = ${subject} ${chosen}
    ) as parts group by value having sum(count) > 0`.execute(db)
  return new Map(rows.map(({ value, count }) => [value, count]))
}

/** The values with the highest counts, the highest first: a look at the top of an index, not at all of them. */
export async function topCounts(db: Reader, subject: Subject, most: number): Promise<KeptCount[]> {
  const { rows } = await top(subject, most).execute(db)
  return rows
}

/** The same with the names of the values, from the table that holds them. */
export async function topNames(
  db: Reader,
  subject: Subject,
  names: 'item_types' | 'categories' | 'creators',
  most: number,
): Promise<{ id: number; name: string; count: number }[]> {
  const { rows } = await sql<{ id: number; name: string; count: number }>`
    select names.id, names.name, highest.count from (${top(subject, most)}) as highest
    inner join ${sql.table(names)} as names on names.id = highest.value order by highest.count desc, names.id`.execute(
    db,
  )
  return rows
}

/** A change that waits may lift a value up or take it down: so a few more are looked at, and every value with a change. */
function top(subject: Subject, most: number): RawBuilder<KeptCount> {
  return sql<KeptCount>`
    with highest as (
      select value, count from kept_counts where subject = ${subject} order by count desc, value desc limit ${most + 20}
    ),
    changed as (
      select value, sum(change) as change from kept_count_changes where subject = ${subject} group by value
    )
    select value, cast(sum(count) as integer) as count from (
      select value, count from highest
      union all
      select value, change from changed
      union all
      select base.value, base.count from changed cross join kept_counts as base
      where base.subject = ${subject} and base.value = changed.value and base.value not in (select value from highest)
    ) as parts group by value having sum(count) > 0 order by 2 desc, value limit ${most}`
}
