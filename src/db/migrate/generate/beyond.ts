/** What models say that no operation does: views, triggers, comments, types of PostgreSQL's own. Each is written as the SQL of both engines. */
import { normaliseSql, unquote } from '../sqlite/tokens.ts'
import type { Engine, Step } from '../core/plan.ts'

/** One of them on both engines; an engine that does not have it has no statement. */
export interface Made {
  readonly sqlite: readonly string[]
  readonly postgresql: readonly string[]
}

interface Kind {
  /** The last groups are its name and, where it has one, its table. */
  readonly pattern: RegExp
  readonly key: (name: string, table: string) => string
  readonly drop: (name: string, table: string, engine: Engine) => string
  /** Made before the tables, because columns are of it. */
  readonly first?: boolean
}

const name = '("(?:[^"]|"")+"|`[^`]+`|\\w+)'
const starts = (text: string) => new RegExp(`^${text.replaceAll('NAME', name).replaceAll(' ', '\\s+')}`, 'i')

/** In the order in which they are made; they are dropped the other way round. */
const kinds: readonly Kind[] = [
  {
    pattern: starts('create type NAME as enum'),
    key: (a) => `type ${a}`,
    drop: (a) => `drop type ${a}`,
    first: true,
  },
  {
    pattern: starts('alter table NAME add constraint NAME'),
    key: (a, b) => `rule ${b} of ${a}`,
    drop: (a, b) => `alter table ${a} drop constraint ${b}`,
  },
  { pattern: starts('create view NAME'), key: (a) => `view ${a}`, drop: (a) => `drop view ${a}` },
  {
    pattern: starts('create (?:or replace )?function NAME\\(\\)'),
    key: (a) => `function ${a}`,
    drop: (a) => `drop function ${a}()`,
  },
  {
    pattern: starts('create trigger NAME [^]*? on NAME'),
    key: (a, b) => `trigger ${a} of ${b}`,
    drop: (a, b, engine) => `drop trigger ${a}${engine === 'postgresql' ? ` on ${b}` : ''}`,
  },
  {
    pattern: starts('comment on ((?:table|column) [^\\s]+) is'),
    key: (a) => `comment on ${a.replaceAll('"', '')}`,
    drop: (a) => `comment on ${a} is null`,
  },
]

function read(statement: string): { kind: Kind; name: string; table: string } | undefined {
  for (const kind of kinds) {
    const found = kind.pattern.exec(statement)
    if (found) return { kind, name: found[1] ?? '', table: found[2] ?? '' }
  }
  return undefined
}

/** What it is in a few words, such as `view recent_items`; undefined for a statement of another kind. */
export function keyOf(statement: string): string | undefined {
  const found = read(statement)
  return found?.kind.key(unquote(found.name), unquote(found.table))
}

const rank = ({ sqlite, postgresql }: Made) => {
  const found = read([...sqlite, ...postgresql][0] ?? '')
  return found ? kinds.indexOf(found.kind) : kinds.length
}
const isFirst = (made: Made) => kinds[rank(made)]?.first === true

/** The steps around those that change tables: what goes or changes is dropped before them, what comes is made after them. */
export function aroundTables(
  from: ReadonlyMap<string, Made>,
  to: ReadonlyMap<string, Made>,
): { before: Step[]; after: Step[] } {
  const plain = (made: Made | undefined) =>
    made && JSON.stringify([made.sqlite.map(normaliseSql), made.postgresql.map(normaliseSql)])
  const gone = [...from].filter(([key, made]) => plain(to.get(key)) !== plain(made))
  const come = [...to].filter(([key, made]) => plain(from.get(key)) !== plain(made))
  gone.sort(([, a], [, b]) => rank(b) - rank(a))
  come.sort(([, a], [, b]) => rank(a) - rank(b))
  const sql = (made: Made, models: { makes: string } | { drops: string }): Step => ({
    kind: 'sql',
    ...made,
    loses: [],
    transaction: true,
    ...models,
  })
  const drops = gone.map(([key, made]) => ({ made, step: sql(dropOf(made), { drops: key }) }))
  const makes = come.map(([key, made]) => ({ made, step: sql(made, { makes: key }) }))
  const steps = (all: typeof drops, first: boolean) =>
    all.filter(({ made }) => isFirst(made) === first).map(({ step }) => step)
  return {
    before: [...steps(drops, false), ...steps(makes, true)],
    after: [...steps(drops, true), ...steps(makes, false)],
  }
}

function dropOf(made: Made): Made {
  const drops = (engine: Engine) =>
    made[engine].map((statement) => {
      const found = read(statement)
      return found ? found.kind.drop(found.name, found.table, engine) : statement
    })
  return { sqlite: drops('sqlite'), postgresql: drops('postgresql') }
}
