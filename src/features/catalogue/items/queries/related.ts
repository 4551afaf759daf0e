/** The items most like one: those that share its creators and categories. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { FieldName } from '../../../../domain.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { limitOf, prepare } from '../../../../db/reading/prepared.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { listedFields } from './fields.ts'
import type { ListedRow } from './fields.ts'
import type { ItemDetail } from './item.ts'
import { withLinks } from './list.ts'
import type { ListedItem } from './list.ts'

/** A common creator says more than a common category. */
const weights = { creator: 3, category: 1 }
/** How many of an item's creators, and how many of its categories, are gone by. */
const followed = 6
/** How many of a creator's or category's newest items are looked at, so that one with 60,000 costs no more than one with 60. */
const looked = 60

/** Up to `most` items, the most alike first. */
export async function relatedItems(
  db: Reader,
  item: ItemDetail,
  most: number,
  viewer: Viewer,
): Promise<ListedItem[]> {
  authorize(viewer, 'catalogue.read')
  const creators = item.creators.slice(0, followed).map(({ id }) => id)
  const categories = item.categories.slice(0, followed).map(({ id }) => id)
  if (creators.length + categories.length === 0) return []
  const values = { ...Object.fromEntries([...creators, ...categories].entries()), item: item.id }
  return withLinks(
    db,
    await mostAlike(db, values, [creators.length, categories.length, most, ...listedFields(viewer)]),
  )
}

/** Its values are the ids of the creators and then the categories, by number. Its shape is how many there are of each, how many items are asked for, and what is shown of them. */
const mostAlike = prepare<
  Record<string, number>,
  ListedRow,
  [creators: number, categories: number, most: number, ...fields: FieldName[]]
>((_, value, [creators, categories, most, ...fields]) => {
  const links = Array.from({ length: creators + categories }, (_, index) =>
    index < creators
      ? newestOf('item_creators', 'creator_id', value(String(index)), weights.creator)
      : newestOf('item_categories', 'category_id', value(String(index)), weights.category),
  )
  const columns = sql.join(
    fields.map((name) => sql`, ${sql.ref(`items.${name}`)}`),
    sql``,
  )
  return sql<ListedRow>`
      select items.id, items.title, items.item_type_id, item_types.name as type ${columns}
      from (
        select item_id, sum(weight) as weight from (${sql.join(links, sql` union all `)}) as links
        where item_id <> ${value('item')} group by item_id order by sum(weight) desc, item_id desc limit ${limitOf(most)}
      ) as alike
      inner join items on items.id = alike.item_id
      inner join item_types on item_types.id = items.item_type_id
      order by alike.weight desc, items.id desc`
})

function newestOf(
  table: string,
  column: string,
  id: RawBuilder<number>,
  weight: number,
): RawBuilder<unknown> {
  return sql`
    select item_id, weight from (
      select item_id, ${sql.lit(weight)} as weight from ${sql.table(table)}
      where ${sql.ref(column)} = ${id} order by item_id desc limit ${limitOf(looked)}
    ) as newest`
}
