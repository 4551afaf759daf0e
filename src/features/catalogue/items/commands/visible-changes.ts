/** Whether a change is one that every reader can see: the date of an item must not tell that its private notes have changed. */
import type { Selectable } from 'kysely'
import type { Reader } from '../../../../db/engine/connection.ts'
import type { Tables } from '../../../../db/schema/tables.ts'
import { mayReadField } from '../../../../security/rights/policy.ts'
import { visitor } from '../../../../security/rights/viewer.ts'

/** The creators and categories of an item, as ids in their order; undefined where they stay as they are. */
export interface Links {
  creators?: number[] | undefined
  categories?: number[] | undefined
}

interface State {
  item: Partial<Selectable<Tables['items']>>
  links: Links
}

/** Whoever may read the catalogue and no more. */
const anyReader = visitor(true)

/** @param after the columns and links that are written; those that are not in it stay as they are */
export function changesWhatAllSee(before: State, after: State): boolean {
  const columns = Object.keys(after.item) as (keyof State['item'])[]
  const links = ['creators', 'categories'] as const
  return (
    columns.some((name) => mayReadField(anyReader, name) && after.item[name] !== before.item[name]) ||
    links.some((name) => after.links[name] !== undefined && !isSame(after.links[name], before.links[name]))
  )
}

function isSame(some: readonly number[], others: readonly number[] = []): boolean {
  return some.length === others.length && some.every((id, index) => id === others[index])
}

/** The links that an item has. */
export async function linkedIds(db: Reader, id: number): Promise<Links> {
  const creators = await db
    .selectFrom('item_creators')
    .select('creator_id')
    .where('item_id', '=', id)
    .orderBy('position')
    .execute()
  const categories = await db
    .selectFrom('item_categories')
    .select('category_id')
    .where('item_id', '=', id)
    .orderBy('position')
    .execute()
  return {
    creators: creators.map(({ creator_id }) => creator_id),
    categories: categories.map(({ category_id }) => category_id),
  }
}
