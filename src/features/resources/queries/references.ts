/** Where the rows stand that fields of resources refer to, and what they are called. */
import { sql } from 'kysely'
import type { Reader } from '../../../db/engine/connection.ts'
import { lookups } from '../../../declared.ts'
import type { LookupName } from '../../../declared.ts'
import type { ReferenceField } from '../../../fields/field.ts'
import { may } from '../../../security/rights/viewer.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'

/** The table of a resource. Its type is that of `items`, which has the columns that all resources have: an id and a version. */
export const tableOf = (resource: string) => resource as 'items'

interface ReferredTable {
  table: string
  /** The column that says what each is called. */
  label: string
  /** The column by which one is found. */
  key: string
  /** The column by which they are sorted: the folded name. */
  sortKey: string
}

export function tableOfReference({ kind, of }: ReferenceField): ReferredTable {
  if (kind === 'person')
    return { table: 'users', label: 'username', key: 'username_key', sortKey: 'username_key' }
  if (kind === 'item') return { table: 'items', label: 'title', key: 'id', sortKey: 'title_key' }
  return { table: lookups[of as LookupName].table, label: 'name', key: 'name_key', sortKey: 'name_key' }
}

/** What these rows are called, by their ids: one query. Items and lookups are named only to those who may read the catalogue. */
export async function namesOfRows(
  db: Reader,
  field: ReferenceField,
  ids: readonly number[],
  viewer: Viewer,
): Promise<ReadonlyMap<number, string>> {
  const isNamed = field.kind === 'person' || may(viewer, 'catalogue.read')
  if (ids.length === 0 || !isNamed) return new Map()
  const { table, label } = tableOfReference(field)
  const { rows } = await sql<{ id: number; name: string }>`
    select id, ${sql.ref(label)} as name from ${sql.table(table)} where id in (${sql.join(ids)})`.execute(db)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
