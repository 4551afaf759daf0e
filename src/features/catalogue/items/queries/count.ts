/** How many items a filter finds. */
import { sql } from 'kysely'
import type { LookupName } from '../../../../declared.ts'
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import { countsOf, totalOf } from '../../../../db/reading/counts.ts'
import { limitOf } from '../../../../db/reading/prepared.ts'
import { cached } from '../../../../db/reading/cached.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { mayReadField } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { choices } from '../forms/choices.ts'
import { isNarrowed, onlyChoice } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { choiceTables } from './choices.ts'
import { chosenBy, narrow } from './narrow.ts'

export interface Total {
  count: number
  /** There are more: counting stopped there. */
  isMore: boolean
}

/** Whoever has so many before them wants to narrow them down, and not to know how many they are. */
const mostCounted = 10_000

/** What a counter keeps is exact. What must be counted is counted on `heavy`, up to `mostCounted`. */
export async function countItems({ db, heavy }: Readers, filter: ItemFilter, viewer: Viewer): Promise<Total> {
  authorize(viewer, 'catalogue.read')
  if (!isNarrowed(filter)) return exactly(await totalOf(db, 'items'))
  const only = onlyChoice(filter)
  const counter = only && choiceTables[only.name].counter
  if (counter) return exactly((await countsOf(db, counter, [only.id])).get(only.id) ?? 0)
  return countedOnce(db, JSON.stringify(chosenBy(filter)), async () => {
    const found = narrow(heavy.selectFrom('items').select('items.id'), filter).limit(limitOf(mostCounted + 1))
    const { count } = await heavy
      .selectFrom(found.as('found'))
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return { count: Math.min(count, mostCounted), isMore: count > mostCounted }
  })
}

/** How many items each of these entries of a lookup has, by whatever fields refer to it that the viewer may read. An entry without any is not in the map. */
export async function countItemsOf(
  db: Reader,
  lookup: LookupName,
  ids: readonly number[],
  viewer: Viewer,
): Promise<Map<number, number>> {
  authorize(viewer, 'catalogue.read')
  const counts = new Map<number, number>()
  if (ids.length === 0) return counts
  for (const { name } of choices.filter(
    ({ lookup: of, reference }) => of === lookup && (!reference || mayReadField(viewer, reference)),
  )) {
    const { counter, links, value } = choiceTables[name]
    const counted = counter ? await countsOf(db, counter, ids) : await countLinks(db, links, value, ids)
    for (const [id, count] of counted) counts.set(id, (counts.get(id) ?? 0) + count)
  }
  return counts
}

/** Where no counter keeps the number: from the index on the link's column. */
async function countLinks(db: Reader, links: string, value: string, ids: readonly number[]) {
  const { rows } = await sql<{ id: number; count: number }>`
    select ${sql.ref(value)} as id, count(*) as count from ${sql.table(links)}
    where ${sql.ref(value)} in (${sql.join(ids)}) group by ${sql.ref(value)}`.execute(db)
  return new Map(rows.map(({ id, count }) => [id, count]))
}

const exactly = (count: number): Total => ({ count, isMore: false })

const countedOnce = cached<Total>()
