/** The shape of a PostgreSQL database (the current schema), read from its catalogue. */
import type { Connection } from '../connection/connection.ts'
import type {
  ColumnShape,
  ForeignKeyShape,
  IndexShape,
  KeyShape,
  Shape,
  TableShape,
  TextShape,
} from './shape.ts'

type Of<T> = T & { table: string }

interface Constraint {
  name: string
  type: 'p' | 'u' | 'c' | 'f' | 'x'
  columns: string[]
  definition: string
  to: string | null
  references: string[] | null
  on_delete: string
  on_update: string
}

export async function describePostgres(connection: Connection, only?: string): Promise<Shape> {
  const tables = await connection.query<{ name: string; options: string }>(listTables)
  const wanted = tables.filter(({ name }) => only === undefined || name === only)
  const columns = await connection.query<Of<ColumnShape>>(listColumns)
  const constraints = await connection.query<Of<Constraint>>(listConstraints)
  const indexes = await connection.query<Of<IndexShape>>(listIndexes)
  const triggers = await connection.query<Of<{ name: string; sql: string }>>(listTriggers)
  const unlessOne = async (sql: string) => (only === undefined ? connection.query<TextShape>(sql) : [])
  return {
    tables: wanted.map(({ name, options }) => ({
      name,
      options,
      columns: without(columns, name),
      ...rulesOf(without(constraints, name)),
      indexes: without(indexes, name),
      triggers: without(triggers, name),
    })),
    views: await unlessOne(listViews),
    functions: await unlessOne(listFunctions),
    types: await unlessOne(listTypes),
    others: [],
  }
}

function without<T>(rows: readonly Of<T>[], table: string): T[] {
  return rows.filter((row) => row.table === table).map(({ table: _, ...rest }) => rest as T)
}

function rulesOf(
  rules: readonly Constraint[],
): Pick<TableShape, 'primaryKey' | 'uniques' | 'checks' | 'foreignKeys'> {
  const primary = rules.find(({ type }) => type === 'p')
  return {
    primaryKey: primary ? keyOf(primary) : null,
    uniques: rules.filter(({ type }) => type === 'u').map(keyOf),
    checks: rules
      .filter(({ type }) => type === 'c' || type === 'x')
      .map(({ name, definition }) => ({ name, expression: definition })),
    foreignKeys: rules.filter(({ type }) => type === 'f').map(foreignKey),
  }
}

const ruleNames: Record<string, string> = {
  a: 'no action',
  r: 'restrict',
  c: 'cascade',
  n: 'set null',
  d: 'set default',
}

function keyOf({ name, columns, definition }: Constraint): KeyShape {
  return { name, columns, extra: extraOf(definition) }
}

/** What a rule's definition says beyond its columns. */
function extraOf(definition: string): string {
  const words = /NULLS NOT DISTINCT|INCLUDE \(.*?\)|MATCH FULL|DEFERRABLE(?: INITIALLY DEFERRED)?|NOT VALID/g
  return (definition.match(words) ?? []).join(' ').toLowerCase()
}

function foreignKey({
  name,
  columns,
  to,
  references,
  on_delete,
  on_update,
  definition,
}: Constraint): ForeignKeyShape {
  return {
    name,
    columns,
    table: to ?? '',
    references: references ?? [],
    onDelete: ruleNames[on_delete] ?? on_delete,
    onUpdate: ruleNames[on_update] ?? on_update,
    extra: extraOf(definition),
  }
}

const notOfExtension = (catalogue: string, object: string) =>
  `not exists (select 1 from pg_depend d where d.classid = '${catalogue}'::regclass and d.objid = ${object} and d.deptype = 'e')`

/** Ours: in the current schema and not made by an extension. */
const ours = (table: string) => `${table}.relnamespace = current_schema()::regnamespace
  and ${notOfExtension('pg_class', `${table}.oid`)}`

/** The rules of a table or view, but for the one that makes a view. */
const rules = `(select string_agg(pg_get_ruledef(r.oid), ' ' order by r.rulename) from pg_rewrite r where r.ev_class = c.oid and r.rulename <> '_RETURN')`

const listTables = `
  select c.relname::text as name, concat_ws(', ', case c.relpersistence when 'u' then 'unlogged' end,
    case when c.relkind = 'p' then 'partition by ' || pg_get_partkeydef(c.oid) end, ${rules},
    case when c.relrowsecurity then 'row security' end, case when c.relforcerowsecurity then 'forced on its owner' end,
    (select string_agg(concat_ws(' ', 'policy', p.policyname, p.permissive, p.cmd, p.roles::text, p.qual, p.with_check), ', ' order by p.policyname)
      from pg_policies p where p.schemaname = current_schema() and p.tablename = c.relname)) as options
  from pg_class c where c.relkind in ('r', 'p') and ${ours('c')} order by 1`

const listColumns = `
  select c.relname::text as "table", a.attname::text as name, format_type(a.atttypid, a.atttypmod) as type,
    not a.attnotnull as nullable, case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as "default",
    concat_ws(' ', nullif(a.attidentity::text, ''), case when a.attgenerated <> '' then pg_get_expr(d.adbin, d.adrelid) end,
      case when a.attcollation <> t.typcollation then (select 'collate ' || collname from pg_collation where oid = a.attcollation) end
    ) as extra
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
  join pg_type t on t.oid = a.atttypid
  left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped and ${ours('c')}
  order by c.relname, a.attnum`

const names = (keys: string, table: string) => `(
  select array_agg(a.attname::text order by k.place) from unnest(${keys}) with ordinality as k (number, place)
  join pg_attribute a on a.attrelid = ${table} and a.attnum = k.number)`

const listConstraints = `
  select c.relname::text as "table", o.conname::text as name, o.contype::text as type,
    ${names('o.conkey', 'o.conrelid')} as columns, pg_get_constraintdef(o.oid) as definition,
    t.relname::text as "to", ${names('o.confkey', 'o.confrelid')} as "references",
    o.confdeltype::text as on_delete, o.confupdtype::text as on_update
  from pg_constraint o join pg_class c on c.oid = o.conrelid left join pg_class t on t.oid = o.confrelid
  where o.contype in ('p', 'u', 'c', 'f', 'x') and ${ours('c')}`

const listIndexes = `
  select c.relname::text as "table", i.relname::text as name, x.indisunique as unique,
    (select array_agg(
      case when x.indkey[n - 1] = 0 then '(' || pg_get_indexdef(x.indexrelid, n, false) || ')'
        else (select attname::text from pg_attribute where attrelid = x.indrelid and attnum = x.indkey[n - 1]) end
      || case when x.indoption[n - 1] & 1 = 1 then ' desc' else '' end order by n)
      from generate_series(1, x.indnkeyatts) as n) as parts,
    pg_get_expr(x.indpred, x.indrelid) as where,
    concat_ws(' ', regexp_replace(regexp_replace(pg_get_indexdef(x.indexrelid), '^.*? USING ', ''), ' WHERE .*$', ''),
      case when not x.indisvalid then 'not valid' end) as extra
  from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
  where not exists (select 1 from pg_constraint o where o.conindid = x.indexrelid and o.contype in ('p', 'u', 'x')) and ${ours('c')}`

const listTriggers = `
  select c.relname::text as "table", t.tgname::text as name, concat_ws(' ', pg_get_triggerdef(t.oid, true),
    case t.tgenabled when 'O' then null when 'D' then 'disabled' else 'enabled ' || t.tgenabled::text end) as sql
  from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal and ${ours('c')}`

const listViews = `
  select c.relname::text as name, concat_ws(' ', case c.relkind when 'm' then 'materialized' end, c.reloptions::text, pg_get_viewdef(c.oid), ${rules},
    (select string_agg(pg_get_triggerdef(t.oid, true), ' ' order by t.tgname) from pg_trigger t where t.tgrelid = c.oid)) as sql
  from pg_class c where c.relkind in ('v', 'm') and ${ours('c')}`

const listFunctions = `
  select p.oid::regprocedure::text as name, replace(pg_get_functiondef(p.oid), current_schema() || '.', '') as sql
  from pg_proc p where p.prokind in ('f', 'p', 'w') and p.pronamespace = current_schema()::regnamespace and ${notOfExtension('pg_proc', 'p.oid')}`

const listTypes = `
  select t.typname::text as name, string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) as sql
  from pg_type t join pg_enum e on e.enumtypid = t.oid
  where t.typnamespace = current_schema()::regnamespace and ${notOfExtension('pg_type', 't.oid')} group by t.typname`
