/** Entries of a lookup whose names begin with what was typed, those with most items first. */
import { sql } from 'kysely'
import { lookups } from '../../../../declared.ts'
import type { LookupName } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { isCounted } from '../../../../db/reading/counts.ts'
import { limitOf, prepare } from '../../../../db/reading/prepared.ts'
import type { ChoiceName } from '../../items/forms/choices.ts'
import { beginning, endOf, mostOfEach } from './beginning.ts'
import type { KeyRange } from './beginning.ts'

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

/** So many of the names that begin so are looked at, in their order, and the busiest of them are shown. */
const mostInOrder = 30
/** Of one or two letters those are too few to hold a name that everybody looks for. So many of the busiest entries are looked at beside them. */
const mostBusiest = 200

export function entriesBeginning(
  db: Reader,
  { lookup, choice }: SuggestedLookup,
  key: string,
): Promise<SuggestedEntry[]> {
  return find(db, { key, end: endOf(key) }, [lookup, choice])
}

const find = prepare<KeyRange, SuggestedEntry, readonly [LookupName, ChoiceName]>(
  (_, value, [lookup, choice]) => {
    const table = sql.table(lookups[lookup].table)
    const inOrder = (most: number) => sql`
    select id, name, name_key from ${table} where ${beginning(sql`name_key`, value)}
    order by name_key limit ${limitOf(most)}`
    if (!isCounted(choice))
      return sql<SuggestedEntry>`
    select id, name, null as count from (${inOrder(mostOfEach)}) as found order by name_key`
    const subject = sql.lit(choice)
    return sql<SuggestedEntry>`
    with busiest as (
      select value from kept_counts where subject = ${subject} order by count desc, value desc limit ${limitOf(mostBusiest)}
    ),
    found as (
      select * from (${inOrder(mostInOrder)}) as in_order
      union
      select names.id, names.name, names.name_key from busiest inner join ${table} as names on names.id = busiest.value
      where ${beginning(sql`names.name_key`, value)}
    )
    select id, name, cast(
      coalesce((select count from kept_counts where subject = ${subject} and value = found.id), 0) +
      coalesce((select sum(change) from kept_count_changes where subject = ${subject} and value = found.id), 0)
    as integer) as count
    from found order by 3 desc, name_key limit ${limitOf(mostOfEach)}`
  },
)
