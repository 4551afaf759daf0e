/** How many items a filter finds. */
import type { Readers } from '../../../../db/engine/connection.ts'
import { countsOf, totalOf } from '../../../../db/reading/counts.ts'
import { limitOf } from '../../../../db/reading/prepared.ts'
import { cached } from '../../../../db/reading/cached.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { isNarrowed, onlyChoice } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'
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
  if (only) return exactly((await countsOf(db, only.name, [only.id])).get(only.id) ?? 0)
  return countedOnce(db, JSON.stringify(chosenBy(filter)), async () => {
    const found = narrow(heavy.selectFrom('items').select('items.id'), filter).limit(limitOf(mostCounted + 1))
    const { count } = await heavy
      .selectFrom(found.as('found'))
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow()
    return { count: Math.min(count, mostCounted), isMore: count > mostCounted }
  })
}

const exactly = (count: number): Total => ({ count, isMore: false })

const countedOnce = cached<Total>()
