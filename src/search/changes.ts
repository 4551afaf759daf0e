/**
 * Keeps the index up to date with the items. A transaction notes which items it changes, and puts them into the index at its end, before
 * the commit. So nobody finds an item that is not there, and a change that is rolled back leaves no trace.
 */
import { sql } from 'kysely'
import { itemReferences } from '../declared.ts'
import type { LookupName } from '../declared.ts'
import { deleteMany, engineUsedBy, insertMany, isOneOf } from '../db/engine/many.ts'
import type { Reader } from '../db/engine/connection.ts'
import { looksAt, takeStatisticsOf } from '../db/engine/statistics.ts'
import { totalOf } from '../db/reading/counts.ts'
import { referenceTables } from '../db/reading/references.ts'
import { readDocuments } from './documents.ts'
import type { Document } from './documents.ts'
import { searchOf } from './engines/index.ts'
import { parts } from './shape.ts'
import { addIndex, finish, indexesOfShape, lockIndex } from './state.ts'

/** By transaction: the items that it has written so far. */
const noted = new WeakMap<Reader, Set<number>>()

/** Items that are put into the index together. */
const portion = 500

/** If more items than this have a renamed entry, they are indexed later, from a queue (`workOffQueue` in `build.ts`). */
const mostAtOnce = 500

/** Notes that these items were added, changed or deleted. @param db the transaction that did it */
export function itemsChanged(db: Reader, ids: Iterable<number>): void {
  const known = noted.get(db) ?? new Set()
  noted.set(db, known)
  for (const id of ids) known.add(id)
}

/** Notes that an entry of a lookup has another name: every item that has it is found by the new one. @returns whether they were queued */
export async function nameChanged(db: Reader, lookup: LookupName, id: number): Promise<boolean> {
  const queries = linksTo(lookup).map(
    ({ links, item, value }) =>
      sql`select ${sql.ref(item)} as item_id from ${sql.table(links)} where ${sql.ref(value)} = ${id}`,
  )
  if (queries.length === 0) return false
  const all = sql`${sql.join(queries, sql` union `)}`
  const { rows } = await sql<{
    item_id: number
  }>`select item_id from (${all}) as changed limit ${sql.lit(mostAtOnce + 1)}`.execute(db)
  if (rows.length <= mostAtOnce)
    itemsChanged(
      db,
      rows.map(({ item_id }) => item_id),
    )
  // An item that is queued already is written again: who works off the queue then waits for this transaction, and reads the new name.
  else
    await sql`insert into search_queue (item_id) select item_id from (${all}) as changed where true on conflict (item_id) do update set item_id = excluded.item_id`.execute(
      db,
    )
  return rows.length > mostAtOnce
}

interface Link {
  links: string
  item: string
  value: string
}

/** Where items refer to entries of a lookup by whose names they are found. */
function linksTo(lookup: LookupName): Link[] {
  const fields = itemReferences.flatMap(([name, { of }]) =>
    of === lookup && parts.some((part) => part.fields.includes(name)) ? [referenceTables[name]] : [],
  )
  return lookup === 'types' ? [...fields, { links: 'items', item: 'id', value: 'item_type_id' }] : fields
}

/** Puts what was noted into the index. To be called at the end of a transaction, when it writes nothing else. */
export async function indexChanges(db: Reader): Promise<void> {
  const ids = [...(noted.get(db) ?? [])].sort((a, b) => a - b)
  if (ids.length === 0) return
  noted.delete(db)
  await lockIndex(db)
  const indexes = await indexesToKeep(db, ids.length)
  if (indexes.length > 0) await putAll(db, indexes, ids)
  await logChanges(db, ids)
}

async function putAll(db: Reader, indexes: readonly number[], ids: readonly number[]): Promise<void> {
  const isTime = looksAt(engineUsedBy(db))
  for (let from = 0; from < ids.length; from += portion) {
    await putAnew(db, indexes, ids.slice(from, from + portion))
    if (isTime(from + portion)) await takeStatisticsOf(db, 'search_documents')
  }
}

/** The indexes to update. When the very first items are written there is no index yet, so an empty one is made. */
async function indexesToKeep(db: Reader, written: number): Promise<number[]> {
  const indexes = await indexesOfShape(db)
  if (indexes.length > 0 || (await totalOf(db, 'items')) > written) return indexes
  const index = await addIndex(db)
  await finish(db, index)
  return [index]
}

/** Reads these items as they are now and puts them into the indexes, or takes them out where they are gone. */
export async function putAnew(db: Reader, indexes: readonly number[], ids: readonly number[]): Promise<void> {
  const documents = await readDocuments(db, ids)
  const there = new Set(documents.map(({ id }) => id))
  const gone = ids.filter((id) => !there.has(id))
  for (const index of indexes) {
    const known = await hashesIn(db, index, ids)
    const changed = documents.filter(({ id, hash }) => known.get(id) !== hash)
    await searchOf(db).put(db, index, changed)
    await keepHashes(db, index, changed)
    const removed = gone.filter((id) => known.has(id))
    await searchOf(db).remove(db, index, removed)
    await deleteMany(
      db,
      engineUsedBy(db),
      'search_documents',
      removed.map((id) => ({ search_index_id: index, item_id: id })) as never,
    )
  }
}

/** What the index holds of these items, as hashes. */
export async function hashesIn(
  db: Reader,
  index: number,
  ids: readonly number[],
): Promise<Map<number, string>> {
  const rows = await db
    .selectFrom('search_documents')
    .select(['item_id', 'hash'])
    .where('search_index_id', '=', index)
    .where(isOneOf(engineUsedBy(db), 'item_id', ids))
    .execute()
  return new Map(rows.map(({ item_id, hash }) => [item_id, hash]))
}

async function keepHashes(db: Reader, index: number, documents: readonly Document[]): Promise<void> {
  const rows = documents.map(({ id, hash }) => ({ search_index_id: index, item_id: id, hash }))
  const end = sql<never>`on conflict (search_index_id, item_id) do update set hash = excluded.hash`
  await insertMany(db, engineUsedBy(db), 'search_documents', rows, end)
}

/** So many rows of the log are kept: who has missed more reads everything anew. */
const logLength = 10_000

/** Tells those who hold values of items in memory which items they must read again. @param ids in their order */
async function logChanges(db: Reader, ids: readonly number[]): Promise<void> {
  const ranges: { first_item: number; last_item: number }[] = []
  for (const id of ids) {
    const last = ranges.at(-1)
    if (last?.last_item === id - 1) last.last_item = id
    else ranges.push({ first_item: id, last_item: id })
  }
  const added = await insertMany(
    db,
    engineUsedBy(db),
    'search_changes',
    ranges,
    sql<{ id: number }>`returning id`,
  )
  const newest = Math.max(...added.map(({ id }) => id))
  // Now and then is enough.
  if (newest % 100 < added.length)
    await db
      .deleteFrom('search_changes')
      .where('id', '<=', newest - logLength)
      .execute()
}
