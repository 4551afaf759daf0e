/** Compares the index with the items: what somebody changed in the database by hand is found here. */
import { sql } from 'kysely'
import type { Reader } from '../db/engine/connection.ts'
import { readyIndex } from './state.ts'
import { hashesIn } from './changes.ts'
import { readDocuments } from './documents.ts'
import { searchOf } from './engines/index.ts'

export interface Verified {
  items: number
  /** Items that are missing from the index, differ from it, or are in it although they are deleted: how many, and the first ids. */
  missing: Found
  changed: Found
  gone: Found
  /** Items that wait to be put into the index anew: they are no fault. */
  queued: number
  /** What the engine says of damaged tables. */
  damage: string | undefined
}

export interface Found {
  count: number
  ids: number[]
}

const portion = 1_000
const mostNamed = 10

/** @returns undefined where there is no index yet */
export async function verifyIndex(
  db: Reader,
  onProgress?: (done: number, all: number) => void,
): Promise<Verified | undefined> {
  const index = await readyIndex(db)
  if (index === undefined) return undefined
  const { rows } = await sql<{ highest: number | null; queued: number }>`
    select max(id) as highest, (select count(*) from search_queue) as queued from items`.execute(db)
  const [{ highest, queued } = { highest: null, queued: 0 }] = rows
  const found: Verified = {
    ...{ items: 0, missing: none(), changed: none(), gone: none() },
    queued,
    damage: await damageOf(db, index),
  }
  for (let last: number | undefined = 0; last !== undefined;) {
    last = await comparePortion(db, index, last, found)
    if (last !== undefined) onProgress?.(last, highest ?? 0)
  }
  await noteGone(db, index, found.gone)
  return found
}

/** @returns the last of the items that were compared; undefined where there are none after the one given */
async function comparePortion(
  db: Reader,
  index: number,
  after: number,
  found: Verified,
): Promise<number | undefined> {
  const items = await db
    .selectFrom('items')
    .select('id')
    .where('id', '>', after)
    .orderBy('id')
    .limit(portion)
    .execute()
  const ids = items.map(({ id }) => id)
  if (ids.length === 0) return undefined
  const documents = await readDocuments(db, ids)
  const hashes = await hashesIn(db, index, ids)
  const queued = await queuedOf(db, ids)
  for (const { id, hash } of documents) {
    const known = hashes.get(id)
    if (!queued.has(id) && known !== hash) note(known === undefined ? found.missing : found.changed, id)
  }
  found.items += ids.length
  return ids.at(-1)
}

const none = (): Found => ({ count: 0, ids: [] })

function note(found: Found, id: number): void {
  found.count++
  if (found.ids.length < mostNamed) found.ids.push(id)
}

async function queuedOf(db: Reader, ids: readonly number[]): Promise<Set<number>> {
  const rows = await db.selectFrom('search_queue').select('item_id').where('item_id', 'in', ids).execute()
  return new Set(rows.map(({ item_id }) => item_id))
}

async function noteGone(db: Reader, index: number, found: Found): Promise<void> {
  const { rows } = await sql<{ item_id: number }>`
    select item_id from search_documents where search_index_id = ${index} and item_id not in (select id from items) order by item_id`.execute(
    db,
  )
  for (const { item_id } of rows) note(found, item_id)
}

async function damageOf(db: Reader, index: number): Promise<string | undefined> {
  try {
    await searchOf(db).checkTables(db, index)
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
