/** The page of a list: which rows are chosen, their order, and where in it the page begins. */
import { sql } from 'kysely'
import type { Expression, RawBuilder, SqlBool } from 'kysely'
import { isReference } from '../../../fields/field.ts'
import type { Order } from '../../../fields/field.ts'
import { keyOrder } from '../../../fields/sql.ts'
import { filteringFields, sortableFields } from '../../../resources/choice.ts'
import type { RowChoice } from '../../../resources/choice.ts'
import { resourceFields, resourceReferences } from '../../../resources/declared.ts'
import { searchKey } from '../../../rules/text.ts'
import { may } from '../../../security/rights/viewer.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import { tableOfReference } from './references.ts'

/** What must hold of each row. */
export function chosenRows(resource: string, choice: RowChoice, viewer: Viewer): Expression<SqlBool>[] {
  const fields = filteringFields(resource).flatMap(([name, , filterBy]) =>
    choice.fields[name] === undefined
      ? []
      : (filterBy.where?.(`${resource}.${name}`, choice.fields[name]) ?? []),
  )
  const empty = resourceFields(resource)
    .filter(([name]) => choice.without.includes(name))
    .map(([name, field]) => sql<SqlBool>`${sql.ref(isReference(field) ? `${name}_id` : name)} is null`)
  return [...referring(resource, choice, viewer), ...fields, ...empty]
}

function referring(resource: string, { chosen }: RowChoice, viewer: Viewer): Expression<SqlBool>[] {
  return resourceReferences(resource).flatMap(([name, { kind }]) => {
    const text = chosen[name]
    if (text === undefined) return []
    const column = sql.ref(`${name}_id`)
    if (kind !== 'person') return [sql<SqlBool>`${column} = ${Number(text)}`]
    if (text === 'me') return [sql<SqlBool>`${column} = ${viewer.user?.id ?? 0}`]
    return [sql<SqlBool>`${column} in (select id from users where username_key = ${searchKey(text)})`]
  })
}

export interface RowOrder {
  /** What is compared; nothing where the newest row stands first. */
  readonly key: RawBuilder<unknown> | undefined
  readonly down: boolean
}

/** Rows without a value come last both ways. Who may not read what rows refer to learns nothing of its order. */
export function orderOfRows(resource: string, sort: string, viewer: Viewer): RowOrder {
  const down = sort.startsWith('-')
  const found = sortableFields(resource).find(([name]) => name === sort.replace(/^-/, ''))
  const key = found && keyOf(resource, found, viewer)
  return key ? { key: sql.raw(down ? key.down : key.up), down } : { key: undefined, down: true }
}

/** Made of declared names alone, so it may stand in SQL as it is. */
function keyOf(
  resource: string,
  [name, field]: ReturnType<typeof sortableFields>[number],
  viewer: Viewer,
): Order | undefined {
  if (!isReference(field))
    return field.keyed ? keyOrder(`${resource}.${name}_key`) : field.order?.(`${resource}.${name}`)
  if (field.kind !== 'person' && !may(viewer, 'catalogue.read')) return undefined
  const { table, sortKey } = tableOfReference(field)
  return keyOrder(`(select ${table}.${sortKey} from ${table} where ${table}.id = ${resource}.${name}_id)`)
}

/**
 * @param readable the rows that the viewer may read: the order of another one must not show
 * @param isAfter whether the rows after that one are meant, or those before it
 */
export function rowsAfterOrBefore(
  resource: string,
  { key, down }: RowOrder,
  { id, readable, isAfter }: { id: number; readable: Expression<unknown>; isAfter: boolean },
) {
  const sign = sql.raw(down === isAfter ? '<' : '>')
  if (!key) return sql<SqlBool>`id ${sign} ${id}`
  return sql<SqlBool>`(${key}, id) ${sign} (select ${key}, id from ${readable} as ${sql.table(resource)} where id = ${id})`
}
