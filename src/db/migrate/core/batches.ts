/** Walks a large table so many rows at a time, for work on each of them. */
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { counted, noun } from '../../../rules/words.ts'
import { MigrationError } from './errors.ts'
import type { Engine, TablesThen } from './plan.ts'
import { showValue } from './show-value.ts'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- rows as they are at this revision
export type BatchWork = (rows: any[], db: Kysely<TablesThen>) => Promise<void>

/** Where a batch ends, and how many rows have a key, as columns beside those of the table. */
const cursor = 'crowfoot_cursor'
const count = 'crowfoot_count'

/**
 * Walks a table by its key: each batch starts after the last row of the one before, so that nothing is read twice.
 * @throws MigrationError where rows would be passed over, because their key is null or another row's too
 */
export async function inBatches(
  db: Kysely<TablesThen>,
  engine: Engine,
  from: { table: string; size?: number; key?: string },
  work: BatchWork,
): Promise<void> {
  const { table, size = 1000, key = 'id' } = from
  await refuseUnclearKey(db, table, key)
  // PostgreSQL's own text has every digit of a value: a moment read by JavaScript ends at the millisecond.
  const end = engine === 'postgresql' ? sql`${sql.ref(key)}::text` : sql.ref(key)
  let last: unknown = null
  for (;;) {
    let query = db.selectFrom(table).selectAll().select(end.as(cursor)).orderBy(key).limit(size)
    if (last !== null) query = query.where(key, '>', last)
    const rows = (await query.execute()) as Record<string, unknown>[]
    if (rows.length === 0) return
    last = rows.at(-1)?.[cursor]
    await work(
      rows.map(({ [cursor]: _, ...row }) => row),
      db,
    )
    if (rows.length < size) return
  }
}

async function refuseUnclearKey(db: Kysely<TablesThen>, table: string, key: string): Promise<void> {
  const groups = await db
    .selectFrom(table)
    .select([key, sql<number>`count(*)`.as(count)])
    .groupBy(key)
    .having(sql<boolean>`count(*) > 1 or ${sql.ref(key)} is null`)
    .limit(1)
    .execute()
  const [group] = groups as Record<string, unknown>[]
  if (!group) return
  const have = counted(Number(group[count]), noun(`row of ${table} has`, `rows of ${table} have`))
  const what = group[key] === null ? `${have} no ${key}` : `${have} the ${key} ${showValue(group[key])}`
  throw new MigrationError(
    `${what}, so batches by it would miss rows: name a column that is unique and never empty`,
  )
}
