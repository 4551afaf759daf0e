/** PostgreSQL cannot change a column's type while a view or rule uses it. Drops those before the change and creates them again after. */
import type { Connection } from '../connection/connection.ts'
import { MigrationError } from '../core/errors.ts'
import { quote } from '../ddl/quote.ts'

interface Dependent {
  /** As PostgreSQL writes it: with its schema where that is another one. */
  name: string
  kind: 'view' | 'materialized view' | 'rule'
  drop: string
  /** What makes it again, with everything that belongs to it. */
  restore: string[]
}

const comment = (what: string, object: string, catalogue: string, name: string) =>
  `select 7, format('comment on ${what} is %L', ${name}, d.description) from pg_description d
   where d.objoid = ${object} and d.classoid = '${catalogue}'::regclass and d.objsubid = 0`

/** A rule of a relation, made again. */
const ruleAgain = (rule: string) => `
  select 5, pg_get_ruledef(${rule}.oid)
  union all select 6, format('alter table %s %s rule %I', ${rule}.ev_class::regclass,
    case ${rule}.ev_enabled when 'D' then 'disable' when 'A' then 'enable always' else 'enable replica' end, ${rule}.rulename)
    where ${rule}.ev_enabled <> 'O'
  union all ${comment('rule %I on %s', `${rule}.oid`, 'pg_rewrite', `${rule}.rulename, ${rule}.ev_class::regclass`)}`

const rights = `case when acl.grantee = 0 then 'public' else quote_ident(pg_get_userbyid(acl.grantee)) end`
const grantable = `case when acl.is_grantable then ' with grant option' else '' end`

/** Each statement with a number, by which they are put in order. */
const viewAgain = `
  select 1, format('create view %s%s as %s', c.oid::regclass, ' with (' || array_to_string(c.reloptions, ', ') || ')', pg_get_viewdef(c.oid))
  union all select 2, format('alter view %s owner to %I', c.oid::regclass, pg_get_userbyid(c.relowner))
    where c.relowner <> current_user::regrole
  union all select 3, format('alter view %s alter column %I set default %s', c.oid::regclass, a.attname, pg_get_expr(f.adbin, f.adrelid))
    from pg_attrdef f join pg_attribute a on a.attrelid = f.adrelid and a.attnum = f.adnum where f.adrelid = c.oid
  union all select 4, format('revoke all on %s from %I', c.oid::regclass, pg_get_userbyid(c.relowner)) where c.relacl is not null
  union all select 5, format('grant %s on %s to %s%s', acl.privilege_type, c.oid::regclass, ${rights}, ${grantable})
    from aclexplode(c.relacl) acl
  union all select 5, format('grant %s (%I) on %s to %s%s', acl.privilege_type, a.attname, c.oid::regclass, ${rights}, ${grantable})
    from pg_attribute a cross join aclexplode(a.attacl) acl where a.attrelid = c.oid
  union all select 5, pg_get_triggerdef(t.oid) from pg_trigger t where t.tgrelid = c.oid and not t.tgisinternal
  union all select made.* from pg_trigger t cross join lateral (${comment('trigger %I on %s', 't.oid', 'pg_trigger', 't.tgname, c.oid::regclass')}) as made where t.tgrelid = c.oid
  union all select made.* from pg_rewrite r cross join lateral (${ruleAgain('r')}) as made where r.ev_class = c.oid and r.rulename <> '_RETURN'
  union all ${comment('view %s', 'c.oid', 'pg_class', 'c.oid::regclass')}
  union all select 7, format('comment on column %s.%I is %L', c.oid::regclass, a.attname, d.description)
    from pg_description d join pg_attribute a on a.attrelid = d.objoid and a.attnum = d.objsubid
    where d.objoid = c.oid and d.classoid = 'pg_class'::regclass`

const inOrder = (statements: string) =>
  `array(select statement from (${statements}) as made (place, statement) order by place)`

/** Rules of tables first, then views on the table and views on those, the outermost first. */
const listDependents = `
  with recursive reading (view, depth) as (
    select to_regclass($1)::oid, 0
    union
    select r.ev_class, reading.depth + 1 from reading join pg_depend d on d.refobjid = reading.view and d.refclassid = 'pg_class'::regclass
    join pg_rewrite r on r.oid = d.objid and d.classid = 'pg_rewrite'::regclass
    where r.rulename = '_RETURN' and r.ev_class <> reading.view
  ), views as (select view, max(depth) as depth from reading where depth > 0 group by view)
  select name, kind, drop, restore from (
    select r.rulename::text as name, 'rule' as kind, format('drop rule %I on %s', r.rulename, r.ev_class::regclass) as drop,
      ${inOrder(ruleAgain('r'))} as restore, null::integer as depth
    from pg_rewrite r
    where r.rulename <> '_RETURN' and r.ev_class not in (select view from views) and exists (
      select 1 from pg_depend d join reading on reading.view = d.refobjid where d.objid = r.oid and d.classid = 'pg_rewrite'::regclass)
    union all
    select c.oid::regclass::text, case c.relkind when 'v' then 'view' else 'materialized view' end,
      format('drop view %s', c.oid::regclass), ${inOrder(viewAgain)}, views.depth
    from views join pg_class c on c.oid = views.view
  ) as dependents order by depth desc nulls first, name`

/** Drops them. @returns a function that makes them again @throws MigrationError for a view that could not be made again as it was */
export async function setViewsAside(connection: Connection, table: string): Promise<() => Promise<void>> {
  const dependents = await connection.query<Dependent>(listDependents, [quote(table)])
  const special = dependents.find(({ kind }) => kind === 'materialized view')
  if (special) {
    throw new MigrationError(
      `the materialized view ${special.name} reads ${table} and has contents of its own: drop it in this revision first, and create it again after`,
    )
  }
  for (const { drop } of dependents) await connection.query(drop)
  return async () => {
    for (const dependent of dependents.toReversed()) await putBack(connection, dependent)
  }
}

async function putBack(connection: Connection, { kind, name, restore }: Dependent): Promise<void> {
  const [create = '', ...rest] = restore
  try {
    await connection.query(create)
  } catch (error) {
    const reason = `the ${kind} ${name} does not go with the new type (${(error as Error).message}): drop it in this revision first, and create it again after`
    throw new MigrationError(reason, { cause: error })
  }
  if (kind === 'view') await revokeUsualRights(connection, name)
  for (const statement of rest) await connection.query(statement)
}

/** A database may give every new view rights by itself; this one had its own. */
async function revokeUsualRights(connection: Connection, view: string): Promise<void> {
  const rows = await connection.query<{ sql: string }>(
    `select distinct format('revoke all on %s from %s', c.oid::regclass, ${rights}) as sql
     from pg_class c cross join aclexplode(c.relacl) acl where c.oid = to_regclass($1) and acl.grantee <> c.relowner`,
    [view],
  )
  for (const { sql } of rows) await connection.query(sql)
}
