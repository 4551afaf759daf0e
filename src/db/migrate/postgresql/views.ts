/** Sets aside the views on a table while a column changes its type: PostgreSQL refuses the change under a view. */
import type { Connection } from '../connection/index.ts'
import { MigrationError } from '../errors.ts'
import { quote } from '../ddl/quote.ts'

interface View {
  name: string
  kind: 'v' | 'm'
  definition: string
  options: string[] | null
  grants: string | null
  depth: number
}

/** Views on the table and views on those, the outermost first. */
const listViews = `
  with recursive dependent as (
    select r.ev_class as view, 1 as depth from pg_depend d join pg_rewrite r on r.oid = d.objid
    where d.classid = 'pg_rewrite'::regclass and d.refobjid = to_regclass($1) and r.ev_class <> d.refobjid
    union
    select r.ev_class, t.depth + 1 from dependent t join pg_depend d on d.refobjid = t.view join pg_rewrite r on r.oid = d.objid
    where d.classid = 'pg_rewrite'::regclass and r.ev_class <> t.view
  )
  select c.relname::text as name, c.relkind::text as kind, pg_get_viewdef(c.oid) as definition, c.reloptions::text[] as options,
    c.relacl::text as grants, max(depth) as depth
  from dependent join pg_class c on c.oid = dependent.view group by c.oid, c.relname, c.relkind, c.reloptions, c.relacl order by max(depth) desc`

/** Drops the views. @returns a function that makes them again @throws MigrationError for a view that could not be made again as it was */
export async function setViewsAside(connection: Connection, table: string): Promise<() => Promise<void>> {
  const views = await connection.query<View>(listViews, [quote(table)])
  const special = views.find(({ kind, grants }) => kind !== 'v' || grants !== null)
  if (special) {
    throw new MigrationError(
      `the view ${special.name} reads ${table} and has rights or contents of its own: drop it in this revision first, and create it again after`,
    )
  }
  for (const { name } of views) await connection.query(`drop view ${quote(name)}`)
  return async () => {
    for (const { name, definition, options } of views.toReversed()) {
      const how = options === null ? '' : ` with (${options.join(', ')})`
      await connection.query(`create view ${quote(name)}${how} as ${definition}`)
    }
  }
}
