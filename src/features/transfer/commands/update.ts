/** Brings items that are in the catalogue already to what a file says about them. */
import type { Selectable } from 'kysely'
import type { Engine, Reader } from '../../../db/engine/connection.ts'
import type { NameRef } from '../../../rules/checks.ts'
import type { Tables } from '../../../db/schema/tables.ts'
import type { Instant } from '../../../db/schema/time.ts'
import type { KnownNames } from './duplicates.ts'
import { addLinks } from './links.ts'
import type { Names } from './names.ts'
import type { ImportedItem } from './rows.ts'

type Item = Selectable<Tables['items']>
type LinkTable = 'item_creators' | 'item_categories'

/**
 * Updates each item that differs from its row; a field whose column the file lacks stays as it is.
 * @returns the rows that differed
 */
export async function updateItems(
  db: Reader,
  engine: Engine,
  found: ReadonlyMap<ImportedItem, { id: number }>,
  names: KnownNames,
  moment: Instant,
): Promise<Set<ImportedItem>> {
  const updated = new Set<ImportedItem>()
  if (found.size === 0) return updated
  const ids = [...found.values()].map(({ id }) => id)
  const items = await db.selectFrom('items').selectAll().where('id', 'in', ids).execute()
  const byId = new Map(items.map((item) => [item.id, item]))
  const creators = await linkedIds(db, 'item_creators', ids)
  const categories = await linkedIds(db, 'item_categories', ids)
  for (const [row, { id }] of found) {
    const item = byId.get(id)
    if (!item) continue
    const fields = changedFields(item, row)
    const links = {
      id,
      ...(isOther(row.creators, names.creators, creators.get(id)) && { creators: row.creators }),
      ...(isOther(row.categories, names.categories, categories.get(id)) && { categories: row.categories }),
    }
    if (Object.keys(fields).length === 0 && !links.creators && !links.categories) continue
    await db
      .updateTable('items')
      .set({ ...fields, updated_at: moment, version: item.version + 1 })
      .where('id', '=', id)
      .execute()
    if (links.creators) await db.deleteFrom('item_creators').where('item_id', '=', id).execute()
    if (links.categories) await db.deleteFrom('item_categories').where('item_id', '=', id).execute()
    await addLinks(db, engine, names, [links])
    updated.add(row)
  }
  return updated
}

/** What the row says otherwise. The key of the title follows the title, and the same with the identifier. */
function changedFields(item: Item, row: ImportedItem): Partial<Item> {
  const fields = [
    'title',
    'title_key',
    'description',
    'year',
    'identifier',
    'identifier_key',
    'internal_notes',
  ] as const
  const changed = fields.filter((field) => row[field] !== undefined && row[field] !== item[field])
  return Object.fromEntries(changed.map((field) => [field, row[field]]))
}

function isOther(refs: readonly NameRef[] | undefined, names: Names, ids: readonly number[] = []): boolean {
  if (refs === undefined) return false
  return refs.length !== ids.length || refs.some(({ key }, index) => names.id(key) !== ids[index])
}

/** The creators or categories of items, as ids in their order. */
async function linkedIds(
  db: Reader,
  table: LinkTable,
  items: readonly number[],
): Promise<Map<number, number[]>> {
  const column = table === 'item_creators' ? 'creator_id' : 'category_id'
  const links = await db
    .selectFrom(table as 'item_creators')
    .select(['item_id', `${column as 'creator_id'} as linked`])
    .where('item_id', 'in', items)
    .orderBy('item_id')
    .orderBy('position')
    .execute()
  const byItem = new Map<number, number[]>()
  for (const { item_id, linked } of links) {
    const list = byItem.get(item_id)
    if (list) list.push(linked)
    else byItem.set(item_id, [linked])
  }
  return byItem
}
