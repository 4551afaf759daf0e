/**
 * Three things as MikroORM does them, to be read beside the same in Kysely at `/learn/model`. The application itself writes all of its
 * statements with Kysely; here is what a unit of work does. The page shows these functions as they stand; a test runs them.
 */
import type { EntityManager, Reader } from '../../../db/engine/connection.ts'
import { Creator, Item } from '../../../db/schema/models.ts'
import { now } from '../../../db/schema/time.ts'

export async function creatorsPopulated(em: EntityManager, itemId: number) {
  const item = await em.findOneOrFail(Item, itemId, { populate: ['creators.creator'] })
  return item.creators.map((link) => link.creator.name)
}

export async function typesOneByOne(em: EntityManager) {
  const items = await em.findAll(Item, { orderBy: { id: 'desc' }, limit: 8 })
  for (const item of items) await em.populate([item], ['item_type'])
  return items.map((item) => ({ title: item.title, type: item.item_type.name }))
}

export async function typesPopulated(em: EntityManager) {
  const items = await em.findAll(Item, { populate: ['item_type'], orderBy: { id: 'desc' }, limit: 8 })
  return items.map((item) => ({ title: item.title, type: item.item_type.name }))
}

export async function addWithStatements(db: Reader, item_type_id: number) {
  const moment = now()
  const names = { title: 'Tide Tables', title_key: 'tide tables' }
  const item = await db
    .insertInto('items')
    .values({ ...names, item_type_id, created_at: moment, updated_at: moment })
    .returning('id')
    .executeTakeFirstOrThrow()
  const creator = await db
    .insertInto('creators')
    .values({ name: 'Mara Quay', name_key: 'mara quay' })
    .returning('id')
    .executeTakeFirstOrThrow()
  await db
    .insertInto('item_creators')
    .values({ item_id: item.id, creator_id: creator.id, position: 0 })
    .execute()
}

export async function addWithFlush(em: EntityManager, item_type: number) {
  const moment = now()
  const names = { title: 'Tide Tables', title_key: 'tide tables' }
  const creator = em.create(Creator, { name: 'Mara Quay', name_key: 'mara quay' })
  em.create(Item, {
    ...names,
    item_type,
    created_at: moment,
    updated_at: moment,
    creators: [{ creator, position: 0 }],
  })
  await em.flush()
}
