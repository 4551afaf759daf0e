/** Items as they are with their links, before and after a change, and whether a change is one that every reader can see. */
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Reader } from '../../../../db/engine/connection.ts'
import { engineUsedBy, isOneOf } from '../../../../db/engine/many.ts'
import type { Tables } from '../../../../db/schema/tables.ts'
import { readRow } from '../queries/fields.ts'
import { mayReadField } from '../../../../security/rights/policy.ts'
import { visitor } from '../../../../security/rights/viewer.ts'

export type ItemColumns = Selectable<Tables['items']>

/** The ids of an item's creators and categories, in its order. */
export interface LinksOfItem {
  creators: readonly number[]
  categories: readonly number[]
}

export interface ItemState extends LinksOfItem {
  item: ItemColumns
}

/** Those of the items that are there: two queries, however many. */
export async function readStates(db: Reader, ids: readonly number[]): Promise<Map<number, ItemState>> {
  if (ids.length === 0) return new Map()
  const engine = engineUsedBy(db)
  const items = await db
    .selectFrom('items')
    .selectAll()
    .where(isOneOf(engine, 'id', ids))
    .execute()
  const states = new Map<number, Linked>(
    items.map((item) => [item.id, { item: readRow(item), creators: [], categories: [] }]),
  )
  const links = await sql<{ item_id: number; list: 'creators' | 'categories'; linked: number }>`
    select item_id, 'creators' as list, creator_id as linked, position from item_creators where ${isOneOf(engine, 'item_id', ids)}
    union all
    select item_id, 'categories', category_id, position from item_categories where ${isOneOf(engine, 'item_id', ids)}
    order by item_id, position`.execute(db)
  for (const { item_id, list, linked } of links.rows) states.get(item_id)?.[list].push(linked)
  return states
}

interface Linked extends ItemState {
  creators: number[]
  categories: number[]
}

/** Columns and lists in which two states of an item differ. */
export function linkDifferences(before: ItemState, after: ItemState): string[] {
  const columns = Object.keys(before.item) as (keyof ItemColumns)[]
  const lists = ['creators', 'categories'] as const
  return [
    ...columns.filter((name) => after.item[name] !== before.item[name]),
    ...lists.filter((name) => !isSame(after[name], before[name])),
  ]
}

function isSame(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && some.every((id, index) => id === others[index])
}

/** Whoever may read the catalogue and no more. */
const anyReader = visitor(true)

/** The date of an item must not tell that its private notes have changed. */
export function isSeenByAll(differences: readonly string[]): boolean {
  return differences.some(
    (name) => name === 'creators' || name === 'categories' || mayReadField(anyReader, name),
  )
}
