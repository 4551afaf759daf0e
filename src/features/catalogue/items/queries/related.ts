/** The items most like one: those that share what it has many of, such as creators and categories. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { itemReferences } from '../../../../declared.ts'
import type { FieldName, ReferenceName } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { limitOf, prepare } from '../../../../db/reading/prepared.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { listedFields } from './fields.ts'
import type { ListedRow } from './fields.ts'
import type { ItemDetail } from './item.ts'
import { withLinks } from './list.ts'
import { referenceTables } from '../../../../db/reading/references.ts'
import type { ListedItem } from './list.ts'

/** The first list that a domain names says most: a common creator more than a common category. */
const weights = [3, 1]
/** How many entries of each of the item's lists are followed. */
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
  // Only lists that the viewer may see: a hidden one would betray itself by its weight.
  const lists = linkedLists.flatMap((name): [ReferenceName, number[]][] => {
    const rows = item[name]
    return rows ? [[name, rows.slice(0, followed).map(({ id }) => id)]] : []
  })
  if (lists.every(([, ids]) => ids.length === 0)) return []
  const values = { ...Object.fromEntries(lists.flatMap(([, ids]) => ids).entries()), item: item.id }
  const counts = lists.map(([name, ids]) => `${name} ${ids.length}`).join('+')
  return withLinks(db, await mostAlike(db, values, [counts, most, ...listedFields(viewer)]), viewer)
}

/** The fields of which an item has many, such as its creators; an item at hand holds those that its reader may see. */
const linkedLists = itemReferences.filter(([, { many }]) => many).map(([name]) => name)

/**
 * Its values are the ids of each list, one list after the other, by number. Its shape (see `prepare`) is how many there are of each (`creators 2+categories 3`), how many
 * items are asked for, and what is shown of them.
 */
const mostAlike = prepare<
  Record<string, number>,
  ListedRow,
  [counts: string, most: number, ...fields: FieldName[]]
>((_, value, [counts, most, ...fields]) => {
  let place = 0
  const links = counts.split('+').flatMap((each, list) => {
    const [name, count] = each.split(' ') as [ReferenceName, string]
    const { links: table, value: column } = referenceTables[name]
    return Array.from({ length: Number(count) }, () =>
      newestOf(table, column, value(String(place++)), weights[list] ?? 1),
    )
  })
  const columns = sql.join(
    fields.map((name) => sql`, ${sql.ref(`items.${name}`)}`),
    sql``,
  )
  return sql<ListedRow>`
      select items.id, items.title, items.item_type_id, item_types.name as type,
        item_types.identifier_scheme, item_types.identifier_pattern ${columns}
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
