/** The rows that link items to their creators and categories, many at a time. What stays as it is is not written again. */
import { sql } from 'kysely'
import type { Engine, Reader } from '../../../../db/engine/connection.ts'
import { deleteMany, insertMany } from '../../../../db/engine/many.ts'
import type { ItemState, LinksOfItem } from './state.ts'

interface Change {
  before: ItemState | null
  after: ItemState
}

export async function writeLinks(db: Reader, engine: Engine, changes: readonly Change[]): Promise<void> {
  const creators = changes.map((change) => linkChanges(change, 'creators'))
  const categories = changes.map((change) => linkChanges(change, 'categories'))
  const creator = ({ item_id, linked }: Link) => ({ item_id, creator_id: linked })
  const category = ({ item_id, linked }: Link) => ({ item_id, category_id: linked })
  await deleteMany(
    db,
    engine,
    'item_creators',
    creators.flatMap(({ gone }) => gone.map(creator)),
  )
  await deleteMany(
    db,
    engine,
    'item_categories',
    categories.flatMap(({ gone }) => gone.map(category)),
  )
  await insertMany(
    db,
    engine,
    'item_creators',
    creators.flatMap(({ put }) => put.map((link) => ({ ...creator(link), position: link.position }))),
    sql`on conflict (item_id, creator_id) do update set position = excluded.position`,
  )
  await insertMany(
    db,
    engine,
    'item_categories',
    categories.flatMap(({ put }) => put.map((link) => ({ ...category(link), position: link.position }))),
    sql`on conflict (item_id, category_id) do update set position = excluded.position`,
  )
}

interface Link {
  item_id: number
  linked: number
  position: number
}

/** The links that go, and those that are new or at another place. */
function linkChanges({ before, after }: Change, list: keyof LinksOfItem): { gone: Link[]; put: Link[] } {
  const item_id = after.item.id
  const was = before?.[list] ?? []
  const links = (ids: readonly number[]) => ids.map((linked, position) => ({ item_id, linked, position }))
  return {
    gone: links(was).filter(({ linked }) => !after[list].includes(linked)),
    put: links(after[list]).filter(({ linked, position }) => was[position] !== linked),
  }
}
