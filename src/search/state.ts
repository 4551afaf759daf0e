/** Which indexes there are: the one that is searched, and at times one that is being built to take its place. */
import { sql } from 'kysely'
import { engineUsedBy } from '../db/engine/many.ts'
import type { Reader } from '../db/engine/connection.ts'
import { limitOf, prepare } from '../db/reading/prepared.ts'
import { noItem } from './change-log.ts'
import { searchOf } from './engines/index.ts'
import { shape } from './shape.ts'

/** The index that is searched; undefined where there is none that fits the declaration. */
export async function readyIndex(db: Reader): Promise<number | undefined> {
  const [row] = await findReady(db, { shape })
  return row?.id
}

const findReady = prepare<{ shape: string }, { id: number }>((db, value) =>
  db
    .selectFrom('search_indexes')
    .select('id')
    .where('shape', '=', value('shape'))
    .where('state', 'in', ['ready', 'stale'])
    .orderBy('id', 'desc')
    .limit(limitOf(1)),
)

/** The indexes that hold what this program declares: the one that is searched, and one that is being built. */
export async function indexesOfShape(db: Reader): Promise<number[]> {
  const rows = await db.selectFrom('search_indexes').select('id').where('shape', '=', shape).execute()
  return rows.map(({ id }) => id)
}

/**
 * Locks the index, so that one transaction at a time puts documents into it. On PostgreSQL two that run at once would each read the other's
 * rows as they were before, and the later one would undo what the earlier one has changed. On SQLite only one can write at a time anyway.
 */
export async function lockIndex(db: Reader): Promise<void> {
  if (engineUsedBy(db) === 'postgresql')
    await sql`select pg_advisory_xact_lock(hashtext('crowfoot search'), hashtext(current_schema()))`.execute(
      db,
    )
}

/** Makes a new index, to be filled. @returns its number */
export async function addIndex(db: Reader): Promise<number> {
  const { id } = await db
    .insertInto('search_indexes')
    .values({ shape, state: 'building' })
    .returning('id')
    .executeTakeFirstOrThrow()
  // Tables of that number may be left from before the database was emptied.
  await searchOf(db).drop(db, id)
  await searchOf(db).create(db, id)
  return id
}

/** Makes this index the one that is searched, and deletes all others with what they hold. */
export async function finish(db: Reader, index: number): Promise<void> {
  await lockIndex(db)
  await db.updateTable('search_indexes').set({ state: 'ready' }).where('id', '=', index).execute()
  const others = await db.selectFrom('search_indexes').select('id').where('id', '<>', index).execute()
  for (const { id } of others) await searchOf(db).drop(db, id)
  await db.deleteFrom('search_documents').where('search_index_id', '<>', index).execute()
  await db.deleteFrom('search_indexes').where('id', '<>', index).execute()
  await allMayHaveChanged(db)
}

/** Whoever holds values of items in memory reads all of them anew. */
export async function allMayHaveChanged(db: Reader): Promise<void> {
  await db.deleteFrom('search_changes').execute()
  await db.insertInto('search_changes').values({ first_item: noItem, last_item: noItem }).execute()
}

/** Whether a revision has been applied since the index was last compared with the items. */
export async function isStale(db: Reader, index: number): Promise<boolean> {
  const row = await db.selectFrom('search_indexes').select('state').where('id', '=', index).executeTakeFirst()
  return row?.state === 'stale'
}
