/** Builds a new index while the old one is still searched. When the new one holds every item, it replaces the old one. */
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Reader } from '../db/engine/connection.ts'
import type { Writer } from '../db/engine/writer.ts'
import { indexChanges, itemsChanged, putAnew } from './changes.ts'
import { addIndex, allMayHaveChanged, finish, lockIndex } from './state.ts'
import { shape } from './shape.ts'

/** Items that are put into the index in one transaction. Writers wait for it, so it is short. */
const portion = 500

export interface Building {
  /** Told how far it is: the last id, and the highest there is. */
  onProgress?: ((done: number, all: number) => void) | undefined
  signal?: AbortSignal | undefined
}

/**
 * Builds a new index, in a short transaction for each portion. Where an earlier build was interrupted, it continues that one.
 * @param anew starts a new index even then
 * @returns how many items it indexed; undefined where another process was quicker
 */
export async function buildIndex(
  em: Writer,
  { onProgress, signal, anew = false }: Building & { anew?: boolean } = {},
): Promise<number | undefined> {
  const { index, builtTo } = await inTransaction(em, (db) => begin(db, anew))
  let items = 0
  for (let last = builtTo; ;) {
    signal?.throwIfAborted()
    const next = await inTransaction(em, (db) => addPortion(db, index, last))
    if (next === 'dropped') return undefined
    items += next.count
    if (next.last === undefined) break
    last = next.last
    onProgress?.(last, next.highest)
    await setImmediate()
  }
  await inTransaction(em, (db) => finish(db, index))
  return items
}

async function begin(db: Reader, anew: boolean): Promise<{ index: number; builtTo: number }> {
  await lockIndex(db)
  const begun = await db
    .selectFrom('search_indexes')
    .select(['id', 'built_to'])
    .where('shape', '=', shape)
    .where('state', '=', 'building')
    .executeTakeFirst()
  if (begun && !anew) return { index: begun.id, builtTo: begun.built_to }
  return { index: await addIndex(db), builtTo: 0 }
}

async function addPortion(
  db: Reader,
  index: number,
  after: number,
): Promise<'dropped' | { last: number | undefined; highest: number; count: number }> {
  await lockIndex(db)
  const row = await db.selectFrom('search_indexes').select('id').where('id', '=', index).executeTakeFirst()
  if (!row) return 'dropped'
  const items = await db
    .selectFrom('items')
    .select('id')
    .where('id', '>', after)
    .orderBy('id')
    .limit(portion)
    .execute()
  const last = items.at(-1)?.id
  if (last === undefined) return { last, highest: after, count: 0 }
  await putAnew(
    db,
    [index],
    items.map(({ id }) => id),
  )
  await db.updateTable('search_indexes').set({ built_to: last }).where('id', '=', index).execute()
  const { rows } = await sql<{ highest: number }>`select max(id) as highest from items`.execute(db)
  return { last, highest: rows[0]?.highest ?? last, count: items.length }
}

/**
 * Compares the index with all items and indexes those again that differ. This follows a revision, which may have changed anything.
 * Searches and writes go on meanwhile.
 */
export async function refreshIndex(em: Writer, index: number, { signal }: Building = {}): Promise<void> {
  for (let last = 0; ;) {
    signal?.throwIfAborted()
    const next = await inTransaction(em, (db) => addPortion(db, index, last))
    if (next === 'dropped') return
    if (next.last === undefined) break
    last = next.last
    await setImmediate()
  }
  await inTransaction(em, async (db) => {
    await lockIndex(db)
    const gone = await db
      .selectFrom('search_documents')
      .select('item_id')
      .where('search_index_id', '=', index)
      .where('item_id', 'not in', db.selectFrom('items').select('id'))
      .execute()
    for (let from = 0; from < gone.length; from += portion)
      await putAnew(
        db,
        [index],
        gone.slice(from, from + portion).map(({ item_id }) => item_id),
      )
    await db.updateTable('search_indexes').set({ state: 'ready' }).where('id', '=', index).execute()
    await allMayHaveChanged(db)
  })
}

/** Takes items out of the queue and puts them into the index, until it is empty. @returns how many */
export async function workOffQueue(em: Writer, signal?: AbortSignal): Promise<number> {
  for (let items = 0; ;) {
    signal?.throwIfAborted()
    const count = await inTransaction(em, async (db) => {
      const rows = await db
        .selectFrom('search_queue')
        .select('item_id')
        .orderBy('item_id')
        .limit(portion)
        .execute()
      const ids = rows.map(({ item_id }) => item_id)
      if (ids.length === 0) return 0
      await db.deleteFrom('search_queue').where('item_id', 'in', ids).execute()
      itemsChanged(db, ids)
      await indexChanges(db)
      return ids.length
    })
    if (count === 0) return items
    items += count
    await setImmediate()
  }
}

function inTransaction<T>(em: Writer, work: (db: Reader) => Promise<T>): Promise<T> {
  return em.getKysely().transaction().execute(work)
}
