/** What a database holds of what adapting would change: how many values a field has, which permissions and types are there. */
import { sql } from 'kysely'
import type { Reader } from '../../db/engine/connection.ts'
import { itemReferences, lookups } from '../../declared.ts'
import { searchKey } from '../../rules/text.ts'
import type { DeclaredType, Domain } from '../../fields/domain.ts'
import { withDatabase } from '../command.ts'
import { isMissing, readStateOf } from '../db/load.ts'
import { permissionsBeyond } from './difference.ts'
import type { CommonField, Falling, GivenPermission } from './difference.ts'

/** How many values or rows go with a declaration that is dropped. */
export async function countValues(
  db: Reader,
  { what, place }: Pick<Falling, 'what' | 'place'>,
): Promise<number> {
  const [top = '', name = '', , field = 'sort_name'] = place
  const tables: Readonly<Record<string, { table: string }>> = lookups
  if (what === 'lookup') return countRows(db, tables[name]?.table ?? name)
  if (top === 'lookups') return countRows(db, tables[name]?.table ?? name, field)
  const [, reference] = itemReferences.find(([each]) => each === name) ?? []
  if (reference?.many) return countRows(db, `item_${name}`)
  return countRows(db, 'items', reference ? `${name}_id` : name)
}

/** Rows, or those with something in a column. Text that is empty is nothing. */
async function countRows(db: Reader, table: string, column?: string): Promise<number> {
  const filled = column === undefined ? sql`1` : sql`nullif(cast(${sql.ref(column)} as text), '')`
  const { rows } = await sql<{
    count: number
  }>`select count(${filled}) as count from ${sql.table(table)}`.execute(db)
  return rows[0]?.count ?? 0
}

/** Whether a row breaks a rule of a field as the preset declares it: the project's declaration then stays. */
export async function breaksRules(db: Reader, { place, field }: CommonField): Promise<boolean> {
  const [top = '', lookup = ''] = place
  const name = place.at(-1) ?? ''
  const tables: Readonly<Record<string, { table: string }>> = lookups
  const table = sql.table(top === 'lookups' ? (tables[lookup]?.table ?? lookup) : 'items')
  for (const { expression } of field.checks(name)) {
    const { rows } = await sql`select 1 from ${table} where not (${sql.raw(expression)}) limit 1`.execute(db)
    if (rows.length > 0) return true
  }
  if (!field.unique) return false
  const column = sql.ref(field.keyed ? `${name}_key` : name)
  const { rows } =
    await sql`select 1 from ${table} where ${column} is not null group by ${column} having count(*) > 1 limit 1`.execute(
      db,
    )
  return rows.length > 0
}

/** What is data and comes with a preset: it is written into the revision. */
export interface Data {
  readonly given: readonly GivenPermission[]
  readonly taken: readonly GivenPermission[]
  readonly types: readonly DeclaredType[]
  /** The words that do not count for the order of titles, where they change. */
  readonly articles?: { readonly before: readonly string[]; readonly after: readonly string[] }
}

/** @param db undefined where there is no database yet: then as if it had what the project's declaration gives */
export async function dataOf(db: Reader | undefined, current: Domain, next: Domain): Promise<Data> {
  const [given, taken] = [permissionsBeyond(next, current), permissionsBeyond(current, next)]
  const types = describable(next)
  const newTypes = types.filter(
    ({ name }) => !current.types.some((type) => searchKey(type.name) === searchKey(name)),
  )
  const articles = articlesThatChange(current, next)
  if (!db) return { given, taken, types: newTypes, ...articles }
  const rows = await db
    .selectFrom('role_permissions')
    .innerJoin('roles', 'roles.id', 'role_id')
    .select(['roles.name', 'permission'])
    .execute()
  const has = ({ role, permission }: GivenPermission) =>
    rows.some((row) => row.name === role && row.permission === permission)
  const names = await db.selectFrom('item_types').select('name_key').execute()
  return {
    ...articles,
    given: permissionsBeyond(next, {}).filter((change) => !has(change)),
    taken: taken.filter(has),
    types: types.filter(({ name }) => !names.some(({ name_key }) => name_key === searchKey(name))),
  }
}

function articlesThatChange(current: Domain, next: Domain): Pick<Data, 'articles'> {
  const of = ({ fields: { title } }: Domain) => (title && 'articles' in title ? (title.articles ?? []) : [])
  const [before, after] = [of(current), of(next)]
  return before.join() === after.join() ? {} : { articles: { before, after } }
}

/** The types of a preset, with a description where the preset lets types have one. */
function describable({ types, lookups: { types: lookup } }: Domain): readonly DeclaredType[] {
  if (lookup && 'description' in lookup.fields) return types
  return types.map(({ description: _, ...type }) => type)
}

/** @param work gets no database where there is none yet, or nothing in it */
export async function inDatabase<Result>(work: (db: Reader | undefined) => Promise<Result>): Promise<Result> {
  const { readConfig } = await import('../../config.ts')
  if (isMissing(readConfig().databaseUrl)) return work(undefined)
  const state = await readStateOf()
  if (!state || state.applied.length === 0) return work(undefined)
  return withDatabase(({ db }) => work(db))
}
