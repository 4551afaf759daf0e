/**
 * Functions and triggers whose text names what a revision takes away. A trial does not reach every branch of them, so one that names
 * it and is not made again stops the revision.
 */
import type { Connection } from '../connection/connection.ts'
import { quote } from '../ddl/quote.ts'
import { nameAfter } from '../safety/lost-rows.ts'
import { literal } from '../offline/literal.ts'
import type { Step } from '../core/plan.ts'

/** A function or trigger as it was. */
export interface Naming {
  readonly what: string
  /** The row of the catalogue, with the transaction that wrote it. */
  readonly row: string
  readonly gone: Gone
}

interface Gone {
  /** `items`, or `items.year`. */
  readonly name: string
  /** Finds what names it, as `what` and `row`, and whether this very transaction wrote that, as `anew`. */
  readonly find: string
  /** Finds it itself, where it is still there. */
  readonly there: string
}

export async function findNaming(connection: Connection, steps: readonly Step[]): Promise<Naming[]> {
  const found: Naming[] = []
  for (const gone of goneIn(steps)) {
    const rows = await connection.query<{ what: string; row: string }>(gone.find)
    found.push(...rows.map((row) => ({ ...row, gone })))
  }
  return found
}

/** @returns what is still as it was although what it names is no longer there */
export async function firstUntouched(
  connection: Connection,
  naming: readonly Naming[],
): Promise<string | undefined> {
  for (const { what, row, gone } of naming) {
    const untouched = `select from (${rows}) as now where row = ${text(row)} and not exists (${gone.there})`
    if ((await connection.query(untouched)).length > 0) return `${what} ${namesIt(gone)}`
  }
  return undefined
}

/** The same for a script, which looks at its end and tells by the transaction what was made again: why it stops, and at which rows. */
export function namingAtTheEnd(steps: readonly Step[]): [why: string, rows: string][] {
  return goneIn(steps).map((gone) => [
    `a function or trigger ${namesIt(gone)}`,
    `select what from (${gone.find}) as found where not anew and not exists (${gone.there})`,
  ])
}

const namesIt = ({ name }: Gone) =>
  `names ${name}, which would no longer be there: make it again in this revision, with op.sql (as it is, where it means something else)`

function goneIn(steps: readonly Step[]): Gone[] {
  const names = new Map<string, string>() // as the plan calls a table, to what it was called
  return steps.flatMap((step): Gone[] => {
    if (!('table' in step)) return []
    const was = names.get(step.table) ?? step.table
    if (step.kind === 'renameTable') names.set(step.to, was)
    if (step.kind === 'renameTable' || step.kind === 'dropTable')
      return [
        { name: was, find: `${listNaming} where ${has(was)}`, there: `select where ${oid(was)} is not null` },
      ]
    if (step.kind !== 'renameColumn' && step.kind !== 'dropColumn') return []
    const { column } = step
    const [before, after] = [oid(was), oid(nameAfter(was, steps) ?? was)]
    return [
      {
        name: `${was}.${column}`,
        find: `${listNaming} where ${has(column)} and (${has(was)} or ${before} = any (tables) or ${after} = any (tables))`,
        there: `select from pg_attribute where attrelid = ${after} and attname = ${text(column)} and not attisdropped`,
      },
    ]
  })
}

const text = (value: string) => literal(value, 'postgresql')
const oid = (table: string) => `to_regclass(${text(quote(table))})`
/** Whether the text has the name as a word. */
const has = (name: string) => `body ~* ${text(`\\m${name.replace(/\W/g, '\\$&')}\\M`)}`

/** Functions without their comments, and the arguments of triggers. SQL functions are tried as a whole. */
const rows = `
  select 'the function ' || p.oid::regprocedure as what, concat('f ', p.oid, ' ', p.xmin) as row, p.xmin = pg_current_xact_id()::xid as anew,
    regexp_replace(regexp_replace(p.prosrc, '/\\*.*?\\*/', ' ', 'g'), '--[^\\n]*', ' ', 'g') as body,
    array(select t.tgrelid from pg_trigger t where t.tgfoid = p.oid) as tables
  from pg_proc p join pg_language l on l.oid = p.prolang
  where l.lanname not in ('sql', 'c', 'internal') and p.pronamespace = current_schema()::regnamespace
    and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  union all
  select format('the trigger %s of %s', t.tgname, t.tgrelid::regclass), concat('t ', t.oid, ' ', t.xmin), t.xmin = pg_current_xact_id()::xid,
    replace(encode(t.tgargs, 'escape'), '\\000', ' '), array[t.tgrelid]
  from pg_trigger t join pg_class c on c.oid = t.tgrelid
  where t.tgnargs > 0 and c.relnamespace = current_schema()::regnamespace`

const listNaming = `select what, row, anew from (${rows}) as found`
