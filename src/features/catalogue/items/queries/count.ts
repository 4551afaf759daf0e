/** How many items a filter finds. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { declarationOf } from '../../../../declared.ts'
import type { LookupName } from '../../../../declared.ts'
import type { Reader, Readers } from '../../../../db/engine/connection.ts'
import { countsOf, totalOf } from '../../../../db/reading/counts.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { capital } from '../../../../rules/words.ts'
import { readableFields } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { choicesOfLookup } from '../forms/choices.ts'
import type { ChoiceName, ItemChoice } from '../forms/choices.ts'
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

/** How many items each entry has, by any field that refers to it and that the viewer may read. Entries without items are left out. */
export async function countItemsOf(
  db: Reader,
  lookup: LookupName,
  ids: readonly number[],
  viewer: Viewer,
): Promise<Map<number, number>> {
  authorize(viewer, 'catalogue.read')
  const [first, ...others] = choicesOfLookup(lookup, readableFields(viewer))
  if (!first || ids.length === 0) return new Map()
  return others.length === 0 ? countBy(db, first, ids) : countDistinct(db, [first, ...others], ids)
}

/** How many items have an entry in one of the fields that refer to it. */
export interface ItemsByField {
  choice: ChoiceName
  label: string
  count: number
}

/** The same of one entry, field by field: first the field named like the lookup. Fields by which no item has it are left out. */
export async function countItemsByField(
  db: Reader,
  lookup: LookupName,
  id: number,
  viewer: Viewer,
): Promise<ItemsByField[]> {
  authorize(viewer, 'catalogue.read')
  const counted = await Promise.all(
    choicesOfLookup(lookup, readableFields(viewer)).map(async (choice) => ({
      choice: choice.name,
      label: choice.reference ? declarationOf(choice.reference).label : capital(choice.noun.one),
      count: (await countBy(db, choice, [id])).get(id) ?? 0,
    })),
  )
  return counted.filter(({ count }) => count > 0)
}

function countBy(db: Reader, { name }: ItemChoice, ids: readonly number[]): Promise<Map<number, number>> {
  const { counter } = choiceTables[name]
  return counter ? countsOf(db, counter, ids) : countLinks(db, linksBy(name, ids))
}

/** An item that has an entry in two fields counts once. */
function countDistinct(db: Reader, referring: readonly ItemChoice[], ids: readonly number[]) {
  const links = referring.map(({ name }) => linksBy(name, ids))
  return countLinks(db, sql`${sql.join(links, sql` union `)}`)
}

/** The links of these entries, found by the index on the link's column. */
function linksBy(name: ChoiceName, ids: readonly number[]): RawBuilder<unknown> {
  const { links, item, value } = choiceTables[name]
  return sql`select ${sql.ref(value)} as id, ${sql.ref(item)} as item_id from ${sql.table(links)}
    where ${sql.ref(value)} in (${sql.join(ids)})`
}

async function countLinks(db: Reader, links: RawBuilder<unknown>): Promise<Map<number, number>> {
  const { rows } = await sql<{ id: number; count: number }>`
    select id, count(*) as count from (${links}) as links group by id`.execute(db)
  return new Map(rows.map(({ id, count }) => [id, count]))
}
