/** What a creator, category or type is found together with: the categories and creators of its items. */
import { sql } from 'kysely'
import type { Reader } from '../../../../db/engine/connection.ts'
import { limitOf } from '../../../../db/reading/prepared.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'

export interface Companion {
  id: number
  name: string
  /** On how many of the items that were looked at. */
  count: number
}

export interface Around {
  categories: Companion[]
  creators: Companion[]
}

const links = {
  creator: { table: 'item_creators', item: 'item_id', value: 'creator_id' },
  category: { table: 'item_categories', item: 'item_id', value: 'category_id' },
  type: { table: 'items', item: 'id', value: 'item_type_id' },
} as const

/** Only the newest items are looked at, so that the page of one with 60,000 is as quick as that of one with 60. */
const looked = 2000
const shown = 6

export async function readAround(
  heavy: Reader,
  of: keyof typeof links,
  id: number,
  viewer: Viewer,
): Promise<Around> {
  authorize(viewer, 'catalogue.read')
  const [categories, creators] = await Promise.all([
    companions(heavy, of, id, 'category', 'categories'),
    companions(heavy, of, id, 'creator', 'creators'),
  ])
  return { categories, creators }
}

async function companions(
  heavy: Reader,
  of: keyof typeof links,
  id: number,
  wanted: 'category' | 'creator',
  names: 'categories' | 'creators',
): Promise<Companion[]> {
  const from = links[of]
  const to = links[wanted]
  const { rows } = await sql<Companion>`
    select names.id, names.name, count(*) as count
    from (
      select ${sql.ref(from.item)} as item_id from ${sql.table(from.table)}
      where ${sql.ref(from.value)} = ${id} order by ${sql.ref(from.item)} desc limit ${limitOf(looked)}
    ) as newest
    inner join ${sql.table(to.table)} as links on links.item_id = newest.item_id
    inner join ${sql.table(names)} as names on names.id = links.${sql.ref(to.value)}
    where ${of === wanted ? sql`names.id <> ${id}` : sql`1 = 1`}
    group by names.id, names.name, names.name_key
    order by count(*) desc, names.name_key limit ${limitOf(shown)}`.execute(heavy)
  return rows
}
