/** What can be chosen by its id: types, categories and creators. */
import type { Reader } from '../../../../db/engine/connection.ts'
import type { ChoiceName } from '../forms/filter.ts'

/** Where the items with a type, category or creator stand, and where these have their names. */
export const choiceTables = {
  type: { names: 'item_types', links: 'items', item: 'id', value: 'item_type_id' },
  category: { names: 'categories', links: 'item_categories', item: 'item_id', value: 'category_id' },
  creator: { names: 'creators', links: 'item_creators', item: 'item_id', value: 'creator_id' },
} as const

/** The names of these, without those that are not there. */
export async function namesOfChoices(
  db: Reader,
  name: ChoiceName,
  ids: readonly number[],
): Promise<{ id: number; name: string }[]> {
  if (ids.length === 0) return []
  return db.selectFrom(choiceTables[name].names).select(['id', 'name']).where('id', 'in', ids).execute()
}
