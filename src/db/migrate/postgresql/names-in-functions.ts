/**
 * Functions and triggers whose text names what a revision takes away. A trial does not reach every branch of them, so one that names
 * it and is not made again stops the revision.
 */
import type { Connection } from '../connection/index.ts'
import { quote } from '../ddl/quote.ts'
import { literal } from '../offline/literal.ts'
import type { Step } from '../core/plan.ts'

/** A function or trigger as it was. */
export interface Naming {
  readonly what: string
  /** The row of the catalogue, with the transaction that wrote it. */
  readonly row: string
  /** What it names: `items`, or `items.year`. */
  readonly name: string
  /** A query that finds that where it is still there. */
  readonly there: string
}

/** A table or column, as it is called now and as it was called when the plan began. */
interface Gone {
  table: string
  column?: string
  was: string
}

export async function findNaming(connection: Connection, steps: readonly Step[]): Promise<Naming[]> {
  const found: Naming[] = []
  for (const { table, column, was } of goneIn(steps)) {
    const there =
      column === undefined
        ? `select where to_regclass(${literal(quote(table), 'postgresql')}) is not null`
        : `select from pg_attribute where attrelid = to_regclass(${literal(quote(table), 'postgresql')}) and attname = ${literal(column, 'postgresql')} and not attisdropped`
    const name = column === undefined ? was : `${was}.${column}`
    const rows = await connection.query<{ what: string; row: string }>(listNaming(was, column))
    found.push(...rows.map((row) => ({ ...row, name, there })))
  }
  return found
}

function goneIn(steps: readonly Step[]): Gone[] {
  const names = new Map<string, string>() // as the plan calls a table, to what it was called
  return steps.flatMap((step): Gone[] => {
    if (!('table' in step)) return []
    const { table } = step
    const was = names.get(table) ?? table
    if (step.kind === 'renameTable') names.set(step.to, was)
    if (step.kind === 'renameTable' || step.kind === 'dropTable') return [{ table, was }]
    const gone = step.kind === 'renameColumn' || step.kind === 'dropColumn'
    return gone ? [{ table, column: step.column, was }] : []
  })
}

/** @returns what is still as it was although what it names is no longer there */
export async function firstUntouched(
  connection: Connection,
  naming: readonly Naming[],
): Promise<string | undefined> {
  for (const { what, row, name, there } of naming) {
    const untouched = `select from (${rows}) as now where row = ${literal(row, 'postgresql')} and not exists (${there})`
    if ((await connection.query(untouched)).length > 0)
      return `${what} names ${name}, which would no longer be there: make it again in this revision, with op.sql (as it is, where it means something else)`
  }
  return undefined
}

/** Functions without their comments, and the arguments of triggers. SQL functions are tried as a whole. */
const rows = `
  select 'the function ' || p.oid::regprocedure as what, concat('f ', p.oid, ' ', p.xmin) as row,
    regexp_replace(regexp_replace(p.prosrc, '/\\*.*?\\*/', ' ', 'g'), '--[^\\n]*', ' ', 'g') as body,
    array(select t.tgrelid from pg_trigger t where t.tgfoid = p.oid) as tables
  from pg_proc p join pg_language l on l.oid = p.prolang
  where l.lanname not in ('sql', 'c', 'internal') and p.pronamespace = current_schema()::regnamespace
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  union all
  select format('the trigger %s of %s', t.tgname, t.tgrelid::regclass), concat('t ', t.oid, ' ', t.xmin),
    replace(encode(t.tgargs, 'escape'), '\\000', ' '), array[t.tgrelid]
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where t.tgnargs > 0 and c.relnamespace = current_schema()::regnamespace`

function listNaming(table: string, column: string | undefined): string {
  const names = (word: string) => `body ~* ${literal(`\\m${word.replace(/\W/g, '\\$&')}\\M`, 'postgresql')}`
  const where =
    column === undefined
      ? names(table)
      : `${names(column)} and (${names(table)} or to_regclass(${literal(quote(table), 'postgresql')}) = any (tables))`
  return `select what, row from (${rows}) as found where ${where} order by what`
}
