/** Items as they are with their links, before and after a change, and whether a change is one that every reader can see. */
import { sql } from 'kysely'
import type { Selectable } from 'kysely'
import type { Reader } from '../../../../db/engine/connection.ts'
import { engineUsedBy, isOneOf } from '../../../../db/engine/many.ts'
import type { Tables } from '../../../../db/schema/tables.ts'
import { itemReferences } from '../../../../declared.ts'
import type { ReferenceName } from '../../../../declared.ts'
import { readRow } from '../queries/fields.ts'
import { referenceTables } from '../../../../db/reading/references.ts'
import { mayReadField } from '../../../../security/rights/policy.ts'
import { visitor } from '../../../../security/rights/viewer.ts'

export type ItemColumns = Selectable<Tables['items']>

/** The ids of what an item refers to, in its order. */
export type LinksOfItem = Record<ReferenceName, readonly number[]>

export const noLinks = Object.fromEntries(
  itemReferences.map(([name]) => [name, []]),
) as unknown as LinksOfItem

/** The references that have a table of their own; those to one row stand in the item's. */
export const linkedLists = itemReferences.filter(([, { many }]) => many).map(([name]) => name)

const columnsOfReferences = itemReferences.filter(([, { many }]) => !many).map(([name]) => name)

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
  const states = new Map<number, ItemState>(
    items.map((item) => [item.id, { item: readRow(item), ...noLinks, ...idsInRow(item) }]),
  )
  for (const { item_id, list, linked } of await linksIn(db, ids)) {
    const state = states.get(item_id)
    if (state) state[list] = [...state[list], linked]
  }
  return states
}

/** What a row refers to by itself: one id or none. */
export function idsInRow(row: object): Partial<LinksOfItem> {
  const ids = columnsOfReferences.map((name) => {
    const id = (row as Record<string, unknown>)[`${name}_id`]
    return [name, typeof id === 'number' ? [id] : []]
  })
  return Object.fromEntries(ids) as Partial<LinksOfItem>
}

/** The same the other way round: the columns of the row. */
export function columnsOfLinks(links: LinksOfItem): Partial<ItemColumns> {
  return Object.fromEntries(columnsOfReferences.map((name) => [`${name}_id`, links[name][0] ?? null]))
}

interface LinkOfList {
  item_id: number
  list: ReferenceName
  linked: number
}

async function linksIn(db: Reader, ids: readonly number[]): Promise<LinkOfList[]> {
  if (linkedLists.length === 0) return []
  const parts = linkedLists.map((name) => {
    const { links, value } = referenceTables[name]
    return sql`
      select item_id, ${sql.lit(name)} as list, ${sql.ref(value)} as linked, position
      from ${sql.table(links)} where ${isOneOf(engineUsedBy(db), 'item_id', ids)}`
  })
  const { rows } = await sql<LinkOfList>`
    ${sql.join(parts, sql` union all `)} order by item_id, position`.execute(db)
  return rows
}

/** Columns and lists in which two states of an item differ. */
export function differencesOfStates(before: ItemState, after: ItemState): string[] {
  const columns = Object.keys(before.item) as (keyof ItemColumns)[]
  return [
    ...columns.filter((name) => after.item[name] !== before.item[name]),
    ...linkedLists.filter((name) => !isSame(after[name], before[name])),
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
    (name) => mayReadField(anyReader, name.replace(/_id$/, '')) || mayReadField(anyReader, name),
  )
}
