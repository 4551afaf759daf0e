/** What is in the catalogue at a glance. */
import { fieldOfKind, lookupNames } from '../../declared.ts'
import type { LookupName } from '../../declared.ts'
import type { Reader, Readers } from '../../db/engine/connection.ts'
import { cached } from '../../db/reading/cached.ts'
import { countsOf, totalOf } from '../../db/reading/counts.ts'
import { ifInTime } from '../../db/engine/time-limit.ts'
import { authorize } from '../../security/rights/authorize.ts'
import { mayReadField } from '../../security/rights/policy.ts'
import type { Viewer } from '../../security/rights/viewer.ts'
import { countItemsByDecade, listNewest } from '../catalogue/items/queries.ts'
import type { ListedItem } from '../catalogue/items/queries.ts'
import { countEntries } from '../catalogue/lookups/queries.ts'

export interface Overview {
  items: number
  /** How many entries each lookup has. */
  lookups: { name: LookupName; count: number }[]
  byType: { id: number; name: string; count: number }[]
  /** Of which field the decades are, and how many items each has. Undefined where items have no year that the viewer may read. */
  byDecade: { year: string; decades: { decade: number; count: number }[] } | undefined
  newest: ListedItem[]
}

/** Everything the front page shows. What grows with the catalogue is not counted here: its counts are kept. */
export async function readOverview(readers: Readers, viewer: Viewer): Promise<Overview> {
  authorize(viewer, 'catalogue.read')
  const { db } = readers
  const [items, lookups, types, byType, byDecade, newest] = await Promise.all([
    totalOf(db, 'items'),
    Promise.all(lookupNames.map((name) => countLookup(db, name, viewer))),
    db.selectFrom('item_types').select(['id', 'name']).orderBy('name_key').execute(),
    countsOf(db, 'type'),
    readDecades(readers, viewer),
    listNewest(readers, shownNewest, viewer),
  ])
  return {
    ...{ items, lookups, newest },
    byType: types
      .map((type) => ({ ...type, count: byType.get(type.id) ?? 0 }))
      .sort((a, b) => b.count - a.count),
    byDecade,
  }
}

/** Of the first field that holds a year. Counted once after each change; left out where even that takes too long. */
async function readDecades({ db, heavy }: Readers, viewer: Viewer): Promise<Overview['byDecade']> {
  const year = fieldOfKind('year')
  if (year === undefined || !mayReadField(viewer, year)) return undefined
  return ifInTime(() =>
    countedOnce(db, year, async () => {
      const decades = await countItemsByDecade(heavy, year).execute()
      return { year, decades }
    }),
  )
}

const countedOnce = cached<NonNullable<Overview['byDecade']>>()

/** Of creators there may be as many as items: their number is kept. */
async function countLookup(db: Reader, name: LookupName, viewer: Viewer) {
  const count = await (name === 'creators' ? totalOf(db, name) : countEntries(db, name, viewer))
  return { name, count }
}

/** Fills whole rows of one, two and three cards, which is what the front page has room for. */
const shownNewest = 6
