/** The SQL of revisions for either engine, without a connection: for whoever may not run the tool where the database is. */
import { applySteps } from '../apply.ts'
import { bookkeepingTable } from '../bookkeeping.ts'
import type { Connection } from '../connection/index.ts'
import { openSqlite } from '../connection/sqlite.ts'
import { describeStep } from '../describe-step.ts'
import { MigrationError } from '../errors.ts'
import type { History } from '../graph.ts'
import { planOf, runsAlone } from '../plan-of.ts'
import type { Direction } from '../plan-of.ts'
import type { Engine, Step } from '../plan.ts'
import type { Revision } from '../revision.ts'
import { onlyHead } from '../run.ts'
import { inline, literal } from './literal.ts'
import { recordPostgres, recordSqlite } from './recorders.ts'
import type { Record } from './recorders.ts'

export interface OfflineSql {
  readonly sql: string
  /** Steps that read rows, and so cannot be written down beforehand. */
  readonly warnings: readonly string[]
}

/** @param range `FROM:TO`, either of which may be left out or `base`; the way back where TO comes before FROM */
export async function offlineSql(history: History, range: string, engine: Engine): Promise<OfflineSql> {
  const { start, revisions, direction } = parseRange(history, range)
  const scratch = await openSqlite(':memory:')
  try {
    await scratch.query('pragma foreign_keys = off')
    for (const revision of start) await applySteps(scratch, await planOf(revision, 'up'))
    const warnings: string[] = []
    const parts = [
      `-- ${revisions.length} ${revisions.length === 1 ? 'revision' : 'revisions'} for ${engine === 'sqlite' ? 'SQLite' : 'PostgreSQL'}`,
      ...prologue(engine),
    ]
    for (const revision of revisions)
      parts.push(...(await writeRevision(scratch, revision, direction, engine, warnings)))
    return { sql: `${parts.join('\n')}\n`, warnings }
  } finally {
    await scratch.close()
  }
}

function parseRange(
  history: History,
  range: string,
): { start: Revision[]; revisions: Revision[]; direction: Direction } {
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

function prologue(engine: Engine): string[] {
  const time = engine === 'sqlite' ? 'text' : 'timestamptz(3)'
  return [
    ...(engine === 'sqlite' ? ['pragma foreign_keys = off;'] : []),
    `create table if not exists ${bookkeepingTable} (id text not null primary key, message text not null, checksum text not null, applied_at ${time} not null);`,
  ]
}

async function writeRevision(
  scratch: Connection,
  revision: Revision,
  direction: Direction,
  engine: Engine,
  warnings: string[],
): Promise<string[]> {
  const steps = await planOf(revision, direction)
  const lines: string[] = []
  const record: Record = (sql, parameters = []) => {
    if (!/savepoint crowfoot_step/.test(sql)) lines.push(`${inline(sql, parameters, engine)};`)
  }
  const note = (step: Step) => {
    const warning = `${revision.id}: "${describeStep(step)}" reads rows, so it is not in this SQL`
    warnings.push(warning)
    lines.push(`-- ${warning}. Run it with npx crowfoot db ${direction === 'up' ? 'upgrade' : 'downgrade'}.`)
  }
  if (engine === 'sqlite') await recordSqlite(scratch, steps, record, note, lines)
  else await recordPostgres(scratch, steps, record, note)
  const alone = runsAlone(revision, steps, engine)
  const [begin, commit] = alone ? [[], []] : [['begin;'], ['commit;']]
  return [
    '',
    `-- ${direction === 'up' ? 'apply' : 'undo'} ${revision.id}: ${revision.message}`,
    ...begin,
    ...lines,
    bookkeep(revision, direction, engine),
    ...commit,
  ]
}

function bookkeep({ id, message, checksum }: Revision, direction: Direction, engine: Engine): string {
  if (direction === 'down') return `delete from ${bookkeepingTable} where id = ${literal(id, engine)};`
  const now = engine === 'sqlite' ? `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')` : 'now()'
  return `insert into ${bookkeepingTable} (id, message, checksum, applied_at) values (${[id, message, checksum].map((value) => literal(value, engine)).join(', ')}, ${now});`
}
