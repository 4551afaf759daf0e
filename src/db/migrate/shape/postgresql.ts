/** The shape of a PostgreSQL database (the current schema), read from its catalogue. */
import type { Connection } from '../connection/index.ts'
import type { ColumnShape, ForeignKeyShape, IndexShape, Shape, TableShape } from './index.ts'

type Of<T> = T & { table: string }

interface Constraint {
  name: string
  type: 'p' | 'u' | 'c' | 'f'
  columns: string[]
  definition: string
  to: string | null
  references: string[] | null
  on_delete: string
  on_update: string
}

export async function describePostgres(connection: Connection, only?: string): Promise<Shape> {
  const tables = await connection.query<{ name: string }>(listTables)
  const wanted = tables.filter(({ name }) => only === undefined || name === only)
  const columns = await connection.query<Of<ColumnShape>>(listColumns)
  const constraints = await connection.query<Of<Constraint>>(listConstraints)
  const indexes = await connection.query<Of<IndexShape>>(listIndexes)
  const triggers = await connection.query<Of<{ name: string; sql: string }>>(listTriggers)
  return {
    tables: wanted.map(({ name }) => ({
      name,
      columns: without(columns, name),
      ...rulesOf(without(constraints, name)),
      indexes: without(indexes, name),
      triggers: without(triggers, name),
    })),
    views: await connection.query(listViews),
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
    primaryKey: primary ? { name: primary.name, columns: primary.columns } : null,
    uniques: rules.filter(({ type }) => type === 'u').map(({ name, columns }) => ({ name, columns })),
    checks: rules
      .filter(({ type }) => type === 'c')
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

function foreignKey({ name, columns, to, references, on_delete, on_update }: Constraint): ForeignKeyShape {
  return {
    name,
    columns,
    table: to ?? '',
    references: references ?? [],
    onDelete: ruleNames[on_delete] ?? on_delete,
    onUpdate: ruleNames[on_update] ?? on_update,
  }
}

/** Ours: in the current schema and not made by an extension. */
const ours = (table: string) => `${table}.relnamespace = current_schema()::regnamespace
  and not exists (select 1 from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = ${table}.oid and d.deptype = 'e')`

const listTables = `select c.relname::text as name from pg_class c where c.relkind in ('r', 'p') and ${ours('c')} order by 1`

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
  where o.contype in ('p', 'u', 'c', 'f') and ${ours('c')}`

const listIndexes = `
  select c.relname::text as "table", i.relname::text as name, x.indisunique as unique,
    (select array_agg(
      case when x.indkey[n - 1] = 0 then '(' || pg_get_indexdef(x.indexrelid, n, false) || ')'
        else (select attname::text from pg_attribute where attrelid = x.indrelid and attnum = x.indkey[n - 1]) end
      || case when x.indoption[n - 1] & 1 = 1 then ' desc' else '' end order by n)
      from generate_series(1, x.indnkeyatts) as n) as parts,
    pg_get_expr(x.indpred, x.indrelid) as where
  from pg_index x join pg_class c on c.oid = x.indrelid join pg_class i on i.oid = x.indexrelid
  where not exists (select 1 from pg_constraint o where o.conindid = x.indexrelid and o.contype in ('p', 'u', 'x')) and ${ours('c')}`

const listTriggers = `
  select c.relname::text as "table", t.tgname::text as name, pg_get_triggerdef(t.oid, true) as sql
  from pg_trigger t join pg_class c on c.oid = t.tgrelid where not t.tgisinternal and ${ours('c')}`

const listViews = `
  select c.relname::text as name, pg_get_viewdef(c.oid) as sql from pg_class c where c.relkind in ('v', 'm') and ${ours('c')}`
