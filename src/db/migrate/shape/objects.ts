/** What a database holds, by kind and name: to tell what our revisions made from what is another program's. */
import { openSqliteForMigration } from '../connection/sqlite.ts'
import { bookkeepingTable, hasBookkeeping } from '../graph/bookkeeping.ts'
import { buildIn, inScratchSchema } from '../rehearse/build.ts'
import type { Connection } from '../connection/connection.ts'
import { MigrationError } from '../core/errors.ts'
import type { Revision } from '../core/revision.ts'

export interface DatabaseObject {
  readonly kind: 'view' | 'materialized view' | 'table' | 'sequence' | 'routine' | 'type'
  /** On PostgreSQL as SQL names it: in quotes where it needs them, a routine with its arguments. */
  readonly name: string
}

const listOnSqlite = `
  select case type when 'view' then 'view' else 'table' end as kind, name from pragma_table_list
  where schema = 'main' and type in ('view', 'virtual', 'table') and name not like 'sqlite\\_%' escape '\\' order by type = 'table', name`

/** Of the current schema. What belongs to a table goes with it, and what belongs to an extension is not ours to touch. */
const listOnPostgres = `
  with named as (
    select case relkind when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence' else 'table' end as kind,
      quote_ident(relname) as name, 'pg_class'::regclass as class, oid
    from pg_class where relnamespace = to_regnamespace(quote_ident(current_schema())) and relkind in ('r', 'p', 'v', 'm', 'S')
    union all
    select 'routine', quote_ident(proname) || '(' || pg_get_function_identity_arguments(oid) || ')', 'pg_proc'::regclass, oid
    from pg_proc where pronamespace = to_regnamespace(quote_ident(current_schema()))
    union all
    select 'type', quote_ident(typname), 'pg_type'::regclass, oid
    from pg_type where typnamespace = to_regnamespace(quote_ident(current_schema())) and
      (typtype in ('e', 'd', 'r') or exists (select 1 from pg_class where oid = typrelid and relkind = 'c'))
  )
  select kind, name from named where not exists (
    select 1 from pg_depend d where d.classid = named.class and d.objid = named.oid
      and (d.deptype = 'e' or (kind = 'sequence' and d.deptype in ('a', 'i')))
  ) order by kind, name`

/** Everything in it but the table that the tool keeps for itself. */
export async function listObjects(connection: Connection): Promise<DatabaseObject[]> {
  const list = connection.engine === 'sqlite' ? listOnSqlite : listOnPostgres
  return (await connection.query<DatabaseObject>(list)).filter(({ name }) => name !== bookkeepingTable)
}

/** What these revisions make: they are run where nothing stays of it. */
export async function objectsMadeBy(
  connection: Connection,
  revisions: readonly Revision[],
): Promise<DatabaseObject[]> {
  if (connection.engine === 'postgresql') return inScratchSchema(connection, revisions, listObjects)
  await using scratch = await openSqliteForMigration(':memory:')
  await buildIn(scratch, revisions)
  return await listObjects(scratch)
}

/** How many are named; the rest are counted. */
const named = 8

export function describeObjects(objects: readonly DatabaseObject[]): string {
  const names = objects.slice(0, named).map(({ kind, name }) => `${kind} ${name}`)
  const more = objects.length - names.length
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}

/** @throws MigrationError for a database that holds something and has no table of revisions: another program made it */
export async function refuseForeign(connection: Connection): Promise<void> {
  if (await hasBookkeeping(connection)) return
  const objects = await listObjects(connection)
  // Asked again: between the two questions another process may have run the first revisions.
  if (objects.length === 0 || (await hasBookkeeping(connection))) return
  throw new MigrationError(
    `the database belongs to another program, and nothing in it was touched: it has no table ${bookkeepingTable}, but ${describeObjects(objects)}. Give Crowfoot a database of its own in DATABASE_URL`,
  )
}
