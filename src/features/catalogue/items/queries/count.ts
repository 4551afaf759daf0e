/** How many items a filter finds. */
import { sql } from 'kysely'
import type { LookupName } from '../../../../declared.ts'
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import { countsOf, totalOf } from '../../../../db/reading/counts.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { mayReadField } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { choices } from '../forms/choices.ts'
import { isNarrowed, onlyChoice } from '../forms/filter.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { choiceTables } from './choices.ts'
import { searchItems } from './search.ts'

export interface Total {
  count: number
}

/** Reads the counter where there is one; any other filter is counted by the search. */
export async function countItems(readers: Readers, filter: ItemFilter, viewer: Viewer): Promise<Total> {
  authorize(viewer, 'catalogue.read')
  const { db } = readers
  if (!isNarrowed(filter)) return { count: await totalOf(db, 'items') }
  const only = onlyChoice(filter)
  const counter = only && choiceTables[only.name].counter
  if (counter) return { count: (await countsOf(db, counter, [only.id])).get(only.id) ?? 0 }
  return { count: (await searchItems(readers, filter, viewer, {})).total }
}

/** How many items each entry has, by all fields that refer to it and that the viewer may read. Entries without items are left out. */
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
