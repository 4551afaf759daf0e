/** Links items to their creators and categories, in the order in which their rows name them. */
import type { Reader } from '../../../db/connection.ts'
import type { NameRef } from '../../catalogue/items/commands/names.ts'
import type { KnownNames } from './duplicates.ts'
import { portions } from './names.ts'

/** Adds the links of items that have none yet. The names must have been found or made before. */
export async function addLinks(
  db: Reader,
  names: KnownNames,
  items: readonly { id: number; creators?: NameRef[] | undefined; categories?: NameRef[] | undefined }[],
): Promise<void> {
  const creators = items.flatMap(({ id, creators = [] }) =>
    creators.map(({ key }, position) => ({ item_id: id, creator_id: names.creators.id(key) ?? 0, position })),
  )
  const categories = items.flatMap(({ id, categories = [] }) =>
    categories.map(({ key }, position) => ({
      item_id: id,
      category_id: names.categories.id(key) ?? 0,
      position,
    })),
  )
  for (const some of portions(creators)) await db.insertInto('item_creators').values(some).execute()
  for (const some of portions(categories)) await db.insertInto('item_categories').values(some).execute()
}
