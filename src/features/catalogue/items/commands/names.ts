/** Finds creators, categories and types by their names, and makes those that are missing: for a form here, for files in `transfer`. */
import type { Reader } from '../../../../db/engine/connection.ts'
import type { NameRef } from '../../../../rules/checks.ts'
import type { LookupTable } from '../../../../domain.ts'
import { searchKey } from '../../../../rules/text.ts'

/** The ids of these names, in their order; a name is found however it is spelled. Runs in the caller's transaction. */
export async function findOrMake(
  db: Reader,
  table: 'creators' | 'categories',
  names: readonly string[],
): Promise<number[]> {
  const byKey = new Map(names.map((name) => [searchKey(name), name]))
  const refs = [...byKey].map(([key, name]) => ({ key, name }))
  const found = await findNames(db, table, refs)
  const missing = refs.filter(({ key }) => !found.has(key))
  const { ids: made } = await makeNames(db, table, missing)
  return refs.flatMap(({ key }) => found.get(key) ?? made.get(key) ?? [])
}

/** The ids by their keys; names that are not there are not in the map. */
export async function findNames(
  db: Reader,
  table: LookupTable,
  refs: readonly NameRef[],
): Promise<Map<string, number>> {
  if (refs.length === 0) return new Map()
  const keys = refs.map(({ key }) => key)
  const rows = await db.selectFrom(table).select(['id', 'name_key']).where('name_key', 'in', keys).execute()
  return new Map(rows.map(({ id, name_key }) => [name_key, id]))
}

/**
 * Makes names that were not found a moment ago; no two of them are one.
 *
 * Two people may make the same new name at once: on PostgreSQL the second waits for the first, and then takes the first one's.
 * All who write make names before anything else and in one order, so that no two forms wait for each other.
 * @returns their ids by their keys, and how many of them were made here
 */
export async function makeNames(
  db: Reader,
  table: LookupTable,
  refs: readonly NameRef[],
): Promise<{ ids: Map<string, number>; made: number }> {
  if (refs.length === 0) return { ids: new Map(), made: 0 }
  const inOrder = [...refs].sort((a, b) => (a.key < b.key ? -1 : 1))
  const rows = await db
    // What is written here is alike in the three tables.
    .insertInto(table as 'creators')
    .values(inOrder.map(({ name, key }) => ({ name, name_key: key })))
    .onConflict((conflict) => conflict.column('name_key').doNothing())
    .returning(['id', 'name_key'])
    .execute()
  const ids = new Map(rows.map(({ id, name_key }) => [name_key, id]))
  const theirs = refs.filter(({ key }) => !ids.has(key))
  return { ids: new Map([...ids, ...(await findNames(db, table, theirs))]), made: rows.length }
}
