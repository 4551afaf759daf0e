/** The creators and categories of several items at once: one query for a whole page instead of two for each row. */
import { sql } from 'kysely'
import type { Reader } from '../../../../db/engine/connection.ts'
import { prepare } from '../../../../db/reading/prepared.ts'

/** A creator or a category, as much of it as a link needs. */
export interface Link {
  id: number
  name: string
}

/** What an item is linked to, each in its order. */
export interface Links {
  creators: Link[]
  categories: Link[]
}

interface LinkRow extends Link {
  item_id: number
  kind: keyof Links
}

/** For each of the items its links; items without any have empty lists. */
export async function linksOf(db: Reader, itemIds: readonly number[]): Promise<Map<number, Links>> {
  const byItem = new Map<number, Links>(itemIds.map((id) => [id, { creators: [], categories: [] }]))
  if (itemIds.length === 0) return byItem
  for (const { item_id, kind, id, name } of await links(db, itemIds, itemIds.length))
    byItem.get(item_id)?.[kind].push({ id, name })
  return byItem
}

/** Its shape is how many items there are. */
const links = prepare<readonly number[], LinkRow, number>((_, value, items) => {
  const ids = sql.join(Array.from({ length: items }, (_, index) => value(index)))
  return sql<LinkRow>`
    select item_id, 'creators' as kind, creators.id, name, position
    from item_creators inner join creators on creators.id = creator_id where item_id in (${ids})
    union all
    select item_id, 'categories', categories.id, name, position
    from item_categories inner join categories on categories.id = category_id where item_id in (${ids})
    order by item_id, position`
})
