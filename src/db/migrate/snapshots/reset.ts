/** Takes out of a database what our revisions made, so that they can build it anew. What was there is kept, on SQLite. */
import { join } from 'node:path'
import { bookkeepingTable, createBookkeeping, readApplied } from '../graph/bookkeeping.ts'
import { openForMigration } from '../connection/index.ts'
import type { Target } from '../connection/index.ts'
import type { Connection, SqliteConnection } from '../connection/connection.ts'
import { quote } from '../ddl/quote.ts'
import { MigrationError } from '../core/errors.ts'
import type { History } from '../graph/graph.ts'
import { loadRevisions } from '../graph/load.ts'
import { isTrial } from '../graph/trial.ts'
import { withLock } from '../safety/lock.ts'
import { describeObjects, listObjects, objectsMadeBy, refuseForeign } from '../shape/objects.ts'
import type { DatabaseObject } from '../shape/objects.ts'
import { snapshotFolder, takeSnapshot, timestamp } from './snapshot.ts'
import { inTransaction, plainly } from '../core/transaction.ts'

export interface Reset {
  /** Where the old content is kept; null on PostgreSQL, where it is gone. */
  readonly kept: string | null
  /** What no revision made and is still there, in words; null where there is nothing. */
  readonly left: string | null
}

/** @throws MigrationError for another program's database, or where something that stays depends on what would go */
export async function reset(target: Target, given?: History): Promise<Reset> {
  const history = given ?? (await loadRevisions())
  await using connection = await openForMigration(target)
  return await plainly('reset', async () => {
    await refuseForeign(connection)
    return withLock(connection, async () => {
      const applied = new Set((await readApplied(connection)).map(({ id }) => id))
      const revisions = history.revisions.filter(({ id }) => applied.has(id))
      // What an earlier declaration of a trial made is written nowhere: all there is belongs to the trial.
      const ours = [...applied].some(isTrial)
        ? await listObjects(connection)
        : await objectsMadeBy(connection, revisions)
      const made = new Set(ours.map(keyOf))
      const kept = await keep(connection)
      const left = await inTransaction(connection, async () => {
        if (made.has('table search_indexes')) await dropSearchTables(connection)
        return dropMade(connection, made)
      })
      return { kept, left: left.length === 0 ? null : describeObjects(left) }
    })
  })
}

async function keep(connection: Connection): Promise<string | null> {
  if (connection.file === undefined) return null
  const path = join(snapshotFolder(connection.file), `${timestamp()}-replaced.db`)
  await takeSnapshot(connection as SqliteConnection, path)
  return path
}

const keyOf = ({ kind, name }: DatabaseObject) => `${kind} ${name}`

/** In this order nothing is needed by what is dropped later. */
const order: readonly DatabaseObject['kind'][] = [
  'view',
  'materialized view',
  'table',
  'sequence',
  'routine',
  'type',
]

/** The tables of the search index are made by the program (`src/search`), and hold the words of what goes. */
async function dropSearchTables(connection: Connection): Promise<void> {
  if (connection.engine === 'postgresql') {
    await connection.query('drop schema if exists crowfoot_search cascade')
    return
  }
  const tables = await connection.query<{ name: string }>(
    `select name from pragma_table_list where schema = 'main' and type = 'virtual' and name glob 'search_[0-9]*'`,
  )
  for (const { name } of tables) await connection.query(`drop table ${quote(name)}`)
}

/** @returns what is left @throws where that depends on what would go */
async function dropMade(connection: Connection, made: ReadonlySet<string>): Promise<DatabaseObject[]> {
  const there = await listObjects(connection)
  const left = there.filter((object) => !made.has(keyOf(object)))
  const names = (kind: DatabaseObject['kind']) =>
    there.filter((object) => object.kind === kind && made.has(keyOf(object))).map(({ name }) => name)
  if (connection.engine === 'sqlite') await refuseReferring(connection, left, names('table'))
  for (const kind of order) {
    // PostgreSQL drops several at once, so that tables may refer to each other, and itself refuses what others depend on.
    const lists =
      connection.engine === 'sqlite' ? names(kind).map(quote) : [names(kind).join(', ')].filter(Boolean)
    for (const list of lists) await connection.query(`drop ${kind} ${list}`)
  }
  await createBookkeeping(connection) // it stays, so that the database is still known as ours
  await connection.query(`delete from ${bookkeepingTable}`)
  return left
}

/** SQLite would leave a table that refers to nothing. */
async function refuseReferring(
  connection: Connection,
  left: readonly DatabaseObject[],
  dropped: readonly string[],
): Promise<void> {
  for (const { kind, name } of left) {
    const rows = await connection.query<{ table: string }>('select "table" from pragma_foreign_key_list(?)', [
      name,
    ])
    const [found] = rows.filter(({ table }) => dropped.includes(table))
    if (found)
      throw new MigrationError(
        `the ${kind} ${name}, which no revision made, refers to ${found.table}: drop it first`,
      )
  }
}
