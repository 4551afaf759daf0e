/** The items most like one: those that share its creators and categories. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Reader } from '../../../../db/connection.ts'
import { demand } from '../../../../security/demand.ts'
import type { Viewer } from '../../../../security/viewer.ts'
import type { ItemDetail } from './item.ts'
import { listItemsByIds } from './list.ts'
import type { ListedItem } from './list.ts'

/** A common creator says more than a common category. */
const weights = { creator: 3, category: 1 }
/** How many of a creator's or category's newest items are looked at, so that one with 60,000 costs no more than one with 60. */
const looked = 60

/** Up to `most` items, the most alike first. */
export async function relatedItems(
  db: Reader,
  item: ItemDetail,
  most: number,
  viewer: Viewer,
): Promise<ListedItem[]> {
  demand(viewer, 'catalogue.read')
  const links = [
    ...item.creators
      .slice(0, 6)
      .map(({ id }) => newestOf('item_creators', 'creator_id', id, weights.creator)),
    ...item.categories
      .slice(0, 6)
      .map(({ id }) => newestOf('item_categories', 'category_id', id, weights.category)),
  ]
  if (links.length === 0) return []
  const { rows } = await sql<{ item_id: number }>`
    select item_id from (${sql.join(links, sql` union all `)}) as alike
    where item_id <> ${item.id} group by item_id order by sum(weight) desc, item_id desc limit ${most}`.execute(
    db,
  )
  return listItemsByIds(
    db,
    rows.map(({ item_id }) => item_id),
    viewer,
  )
}

function newestOf(table: string, column: string, id: number, weight: number): RawBuilder<unknown> {
  // All but the id is known beforehand: as plain text it costs a fraction of what a part for each name would.
  const links = sql.raw(`select item_id, ${weight} as weight from ${table} where ${column} =`)
  return sql`select * from (${links} ${id} ${newestFirst}) as newest`
}

const newestFirst = sql.raw(`order by item_id desc limit ${looked}`)
