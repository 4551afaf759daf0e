/** Whether the database answers. */
import { sql } from 'kysely'
import type { Reader } from '../../db/engine/connection.ts'

/** Asks the simplest question there is. @returns milliseconds until the answer; throws when there is none */
export async function pingDatabase(db: Reader): Promise<number> {
  const started = performance.now()
  await sql`select 1`.execute(db)
  return performance.now() - started
}
