/** Small catalogues for tests, written straight into the tables. */
import type { Database, Reader } from '../../src/db/engine/connection.ts'
import { buildIndex } from '../../src/search/build.ts'
import { indexChanges, itemsChanged } from '../../src/search/changes.ts'
import { searchKey } from '../../src/rules/text.ts'
import { hasFields, ofDomain } from './known-fields.ts'

export interface SmallItem {
  title: string
  year?: number | null
  type?: string
  identifier?: string | null
  description?: string
  internal_notes?: string
  creators?: readonly string[]
  categories?: readonly string[]
}

/** Adds items in this order, so that the last one is the newest, with whatever they name. @returns their ids */
export async function addItems(database: Database, items: readonly SmallItem[]): Promise<number[]> {
  return database.em().transactional(async (tx) => {
    const db = tx.getKysely() as unknown as Reader
    const ids: number[] = []
    for (const item of items) ids.push(await addItem(db, item))
    itemsChanged(db, ids)
    await indexChanges(db)
    return ids
  })
}

/** Puts items that were written straight into the tables into the search index. */
export async function indexItems(database: Database): Promise<void> {
  await buildIndex(database.em(), { anew: true })
}

async function addItem(db: Reader, item: SmallItem): Promise<number> {
  const moment = '2026-01-31T12:00:00.000Z'
  const { id } = await db
    .insertInto('items')
    .values({
      title: item.title,
      title_key: searchKey(item.title),
      ...ofDomain({
        description: item.description ?? '',
        internal_notes: item.internal_notes ?? '',
        year: item.year ?? null,
        identifier: item.identifier ?? null,
      }),
      ...(hasFields('identifier') && {
        identifier_key: item.identifier == null ? null : searchKey(item.identifier),
      }),
      item_type_id: await named(db, 'item_types', item.type ?? 'Book'),
      created_by: null,
      created_at: moment,
      updated_at: moment,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  for (const [position, name] of (item.creators ?? []).entries()) {
    const creator_id = await named(db, 'creators', name)
    await db.insertInto('item_creators').values({ item_id: id, creator_id, position }).execute()
  }
  for (const [position, name] of (item.categories ?? []).entries()) {
    const category_id = await named(db, 'categories', name)
    await db.insertInto('item_categories').values({ item_id: id, category_id, position }).execute()
  }
  return id
}

async function named(
  db: Reader,
  table: 'item_types' | 'creators' | 'categories',
  name: string,
): Promise<number> {
  const name_key = searchKey(name)
  const found = await db.selectFrom(table).select('id').where('name_key', '=', name_key).executeTakeFirst()
  if (found) return found.id
  const row = { name, name_key } as never
  return (await db.insertInto(table).values(row).returning('id').executeTakeFirstOrThrow()).id
}
