/** The SQL of revisions for either engine, without a connection: for whoever may not run the tool where the database is. */
import { counted, noun } from '../../../rules/words.ts'
import { applySteps } from '../core/apply.ts'
import { bookkeepingTable } from '../graph/bookkeeping.ts'
import type { Connection, Obstacle } from '../connection/connection.ts'
import { openSqliteForMigration } from '../connection/sqlite.ts'
import { MigrationError } from '../core/errors.ts'
import type { History } from '../graph/graph.ts'
import { planOf, runsAlone } from '../core/plan-of.ts'
import type { Direction } from '../core/plan-of.ts'
import type { Engine } from '../core/plan.ts'
import type { Revision } from '../core/revision.ts'
import { onlyHead } from '../core/run.ts'
import { describeDatabase } from '../shape/index.ts'
import { plainly } from '../core/transaction.ts'
import { guards, prologue, stopAt } from './guards.ts'
import { inline, literal } from './literal.ts'
import { recordPostgres, recordSqlite } from './recorders.ts'
import type { Record } from './recorders.ts'

/**
 * A script that is as safe as the tool: it stops at the first error, and before a step that would silently lose or change a value. It
 * records a revision only together with its steps.
 * @param range `FROM:TO`, either of which may be left out or `base`; the way back where TO comes before FROM
 * @throws MigrationError for a step that cannot be written down
 */
export async function offlineSql(history: History, range: string, engine: Engine): Promise<string> {
  const { start, revisions, direction } = parseRange(history, range)
  await using scratch = await openSqliteForMigration(':memory:')
  await scratch.query('pragma foreign_keys = off')
  for (const revision of start) await applySteps(scratch, await planOf(revision, 'up'))
  const title = `-- ${counted(revisions.length, noun('revision', 'revisions'))} for ${engine === 'sqlite' ? 'SQLite: run it with sqlite3' : 'PostgreSQL: run it with psql'}`
  const parts = [
    title,
    ...prologue(
      engine,
      start.map(({ id }) => id),
    ),
  ]
  for (const revision of revisions) parts.push(...(await writeRevision(scratch, revision, direction, engine)))
  return `${parts.join('\n')}\n`
}

function parseRange(
  history: History,
  range: string,
): { start: Revision[]; revisions: Revision[]; direction: Direction } {
  if (range.split(':').length > 2)
    throw new MigrationError(`"${range}" is no range: it is FROM:TO, either of which may be left out`)
  const [from = '', to = ''] = range.includes(':') ? range.split(':') : ['', range]
  const upTo = (name: string, otherwise: () => Set<string>) =>
    name === ''
      ? otherwise()
      : name === 'base'
        ? new Set<string>()
        : history.withAncestors(history.find(name))
  const before = upTo(from, () => new Set())
  const after = upTo(to, () => history.withAncestors(onlyHead(history)))
  const those = (ids: Set<string>, without: Set<string>) =>
    history.revisions.filter(({ id }) => ids.has(id) && !without.has(id))
  const [up, down] = [those(after, before), those(before, after)]
  if (up.length > 0 && down.length > 0)
    throw new MigrationError(`${from} and ${to} are on different branches: name a revision that both have`)
  return {
    start: those(before, new Set()),
    revisions: down.length > 0 ? down.toReversed() : up,
    direction: down.length > 0 ? 'down' : 'up',
  }
}

async function writeRevision(
  scratch: Connection,
  revision: Revision,
  direction: Direction,
  engine: Engine,
): Promise<string[]> {
  const steps = await planOf(revision, direction)
  const lines: string[] = []
  const record: Record = (sql, parameters = []) => {
    if (/savepoint crowfoot_step/.test(sql)) return
    const comment = /--[^\n]*$/.test(sql) // which would take the semicolon for its own
    lines.push(`${inline(sql, parameters, engine)}${comment ? '\n' : ''};`)
  }
  const look = (obstacle: Obstacle) => lines.push(...stopAt(obstacle, engine))
  const alone = runsAlone(revision, steps, engine)
  const before = await describeDatabase(scratch)
  await plainly(revision.id, async () => {
    if (engine === 'sqlite') await recordSqlite(scratch, steps, record, look)
    else await recordPostgres(scratch, steps, record, look)
  })
  const [first, last] = alone ? [[], []] : guards(before, await describeDatabase(scratch), steps, engine)
  const [begin, commit] = alone
    ? [[], []]
    : [[engine === 'sqlite' ? 'begin immediate;' : 'begin;'], ['commit;']]
  return [
    '',
    `-- ${direction === 'up' ? 'apply' : 'undo'} ${revision.id}: ${revision.message}`,
    ...begin,
    ...first,
    ...lines,
    ...last,
    bookkeep(revision, direction, engine),
    ...commit,
  ]
}

function bookkeep({ id, message, checksum }: Revision, direction: Direction, engine: Engine): string {
  if (direction === 'down') return `delete from ${bookkeepingTable} where id = ${literal(id, engine)};`
  const now = engine === 'sqlite' ? `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')` : 'now()'
  return `insert into ${bookkeepingTable} (id, message, checksum, applied_at) values (${[id, message, checksum].map((value) => literal(value, engine)).join(', ')}, ${now});`
}
