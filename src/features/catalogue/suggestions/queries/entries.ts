/** Entries of a lookup whose names begin with what was typed, and creators of whose names a later word does. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { lookups } from '../../../../declared.ts'
import type { LookupName } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { isCounted } from '../../../../db/reading/counts.ts'
import { limitOf, prepare } from '../../../../db/reading/prepared.ts'
import { entryOrder } from '../../../../fields/sort-name.ts'
import type { ChoiceName } from '../../items/forms/choices.ts'
import { beginning, endOf, mostOfEach } from './beginning.ts'
import type { KeyRange } from './beginning.ts'
import type { BusyEntry } from './busiest.ts'

/** A lookup, and the choice by which its page lists the items of an entry. */
export interface SuggestedLookup {
  lookup: LookupName
  choice: ChoiceName
}

export interface SuggestedEntry {
  id: number
  name: string
  /** How many items it has; null where no counter says it. */
  count: number | null
}

interface Found extends SuggestedEntry {
  key: string
  /** Whether it is a later word of the name that begins so: 1, or 0. */
  later: number
}

/** So many names that begin so are looked at, in their order, and the busiest of them are shown. */
const mostInOrder = 30

/**
 * First the names that begin so themselves, and among equals those with most items.
 * @param busy what `busiestBeginning` found
 */
export async function entriesBeginning(
  db: Reader,
  { lookup, choice }: SuggestedLookup,
  key: string,
  busy: Promise<BusyEntry[]>,
): Promise<SuggestedEntry[]> {
  const [inOrder, busiest] = await Promise.all([find(db, { key, end: endOf(key) }, [lookup, choice]), busy])
  const own = busiest.filter(({ subject }) => subject === choice).map((each) => ({ ...each, later: 0 }))
  // A name of which both its beginning and a later word begin so is taken once.
  const found = new Map([...inOrder, ...own].map((each) => [each.id, each]))
  return [...found.values()]
    .sort((a, b) => a.later - b.later || (b.count ?? 0) - (a.count ?? 0) || (a.key < b.key ? -1 : 1))
    .slice(0, mostOfEach)
    .map(({ id, name, count }) => ({ id, name, count }))
}

const find = prepare<KeyRange, Found, readonly [LookupName, ChoiceName]>((_, value, [lookup, choice]) => {
  const count = isCounted(choice) ? countOf(sql.lit(choice)) : sql`null`
  const names = [
    nameBegins(lookup, value, sql`name_key`),
    ...(lookups[lookup].sortName ? [nameBegins(lookup, value, sql.raw(entryOrder(lookups[lookup])))] : []),
    ...(lookup === 'creators' ? [laterWordBegins(value)] : []),
  ]
  return sql<Found>`
    select id, name, key, later, ${count} as count from (${sql.join(names, sql` union all `)}) as found
    order by later desc`
})

type ValueOf = (name: keyof KeyRange) => RawBuilder<string>

/** @param column the name, or the sort name: "le guin, ursula" */
const nameBegins = (lookup: LookupName, value: ValueOf, column: RawBuilder<unknown>) => sql`
  select id, name, name_key as key, 0 as later from (
    select id, name, name_key from ${sql.table(lookups[lookup].table)}
    where ${beginning(column, value)} order by ${column} limit ${limitOf(mostInOrder)}
  ) as in_order`

/** "Ursula K. Le Guin" by "guin". */
const laterWordBegins = (value: ValueOf) => sql`
  select names.id, names.name, names.name_key, 1 from (
    select creator_id from creator_name_ends
    where ${beginning(sql`end_key`, value)} order by end_key, creator_id limit ${limitOf(mostInOrder)}
  ) as ends
  inner join creators as names on names.id = ends.creator_id`

/** As the counters say it: what was counted, and on PostgreSQL what waits to be added to it. */
const countOf = (subject: RawBuilder<unknown>) => sql`cast(
  coalesce((select count from kept_counts where subject = ${subject} and value = found.id), 0) +
  coalesce((select sum(change) from kept_count_changes where subject = ${subject} and value = found.id), 0)
as integer)`
