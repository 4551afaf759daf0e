/** Links items to their creators and categories, in the order in which their rows name them. */
import type { Engine, Reader } from '../../../db/engine/connection.ts'
import type { NameRef } from '../../../rules/checks.ts'
import { insertMany } from '../../../db/engine/many.ts'
import type { KnownNames } from './duplicates.ts'

/** Adds the links of items that have none yet. The names must have been found or made before. */
export async function addLinks(
  db: Reader,
  engine: Engine,
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
  await insertMany(db, engine, 'item_creators', creators)
  await insertMany(db, engine, 'item_categories', categories)
}
