/** Finds creators or categories by their names, and makes those that are missing. */
import type { Reader } from '../../../../db/connection.ts'
import { searchKey } from '../../../../db/text.ts'

/**
 * The ids of these names, in their order; a name is found however it is spelled. Runs in the caller's transaction.
 *
 * Two people may make the same new name at once: on PostgreSQL the second waits for the first, and then finds the first one's.
 * All who write make names before anything else and in one order, so that no two wait for each other.
 */
export async function findOrMake(
  db: Reader,
  table: 'creators' | 'categories',
  names: readonly string[],
): Promise<number[]> {
  const byKey = new Map(names.map((name) => [searchKey(name), name]))
  const ids = await idsOf(db, table, [...byKey.keys()])
  const missing = [...byKey].filter(([key]) => !ids.has(key)).sort(([a], [b]) => (a < b ? -1 : 1))
  if (missing.length > 0) {
    await db
      .insertInto(table)
      .values(missing.map(([key, name]) => ({ name, name_key: key })))
      .onConflict((conflict) => conflict.column('name_key').doNothing())
      .execute()
    const made = missing.map(([key]) => key)
    for (const [key, id] of await idsOf(db, table, made)) ids.set(key, id)
  }
  return [...byKey.keys()].flatMap((key) => ids.get(key) ?? [])
}

async function idsOf(
  db: Reader,
  table: 'creators' | 'categories',
  keys: string[],
): Promise<Map<string, number>> {
  if (keys.length === 0) return new Map()
  const rows = await db.selectFrom(table).select(['id', 'name_key']).where('name_key', 'in', keys).execute()
  return new Map(rows.map(({ id, name_key }) => [name_key, id]))
}
