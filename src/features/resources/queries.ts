/** What is read of resources: a page of rows, one row, and the rows that belong to an item or an account. */
import { sql } from 'kysely'
import type { Reader } from '../../db/engine/connection.ts'
import { inTime } from '../../db/engine/time-limit.ts'
import { isReference } from '../../fields/field.ts'
import type { ReferenceField } from '../../fields/field.ts'
import { resourceFields, resourceNames, resourceReferences } from '../../resources/declared.ts'
import type { AnyRow, ResourceName, RowOf } from '../../resources/declared.ts'
import type { RowChoice } from '../../resources/choice.ts'
import { authorize } from '../../security/rights/authorize.ts'
import { accessToRows, mayChangeRows, mayReadRows, readableRows } from '../../security/rights/resources.ts'
import type { Viewer } from '../../security/rights/viewer.ts'
import { rowsAfterOrBefore, chosenRows, orderOfRows } from './queries/list.ts'
import { namesOfRows, tableOf } from './queries/references.ts'

export { titlesInForm, titlesInRowForm } from './queries/titles.ts'

/** One page of a list. */
export interface RowPage<Name extends ResourceName> {
  rows: RowOf<Name>[]
  hasBefore: boolean
  hasAfter: boolean
}

const perPage = 24

/** The rows that the viewer may read, of those that were chosen. There is no index for each order: meant to be read on `heavy`. */
export async function listRows<Name extends ResourceName>(
  db: Reader,
  resource: Name,
  choice: RowChoice,
  viewer: Viewer,
): Promise<RowPage<Name>> {
  authorize(viewer, ...accessToRows(resource))
  const { after, before } = choice
  const order = orderOfRows(resource, choice.sort, viewer)
  const direction = order.down === (before === null) ? 'desc' : 'asc'
  const place = after ?? before
  const found = await inTime(() =>
    rowsOf(db, resource, viewer)
      .where((eb) => eb.and(chosenRows(resource, choice, viewer)))
      .$if(place !== null, (query) =>
        query.where(
          rowsAfterOrBefore(resource, order, {
            id: place ?? 0,
            readable: rowsOf(db, resource, viewer),
            isAfter: after !== null,
          }),
        ),
      )
      .$if(order.key !== undefined, (query) => query.orderBy(order.key as never, direction))
      .orderBy('id', direction)
      // One more than the page holds tells whether there is another page.
      .limit(perPage + 1)
      .execute(),
  )
  const rows = found.slice(0, perPage)
  if (before !== null) rows.reverse()
  const isMore = found.length > perPage
  return {
    rows: await readRows(db, resource, rows, viewer),
    hasBefore: before === null ? after !== null : isMore,
    hasAfter: before === null ? isMore : true,
  }
}

/** The row, or undefined where there is none that the viewer may read. */
export async function findRow<Name extends ResourceName>(
  db: Reader,
  resource: Name,
  id: number,
  viewer: Viewer,
): Promise<RowOf<Name> | undefined> {
  authorize(viewer, ...accessToRows(resource))
  const rows = await rowsOf(db, resource, viewer).where('id', '=', id).execute()
  return (await readRows<Name>(db, resource, rows, viewer))[0]
}

/** Rows of a resource that refer to one item or one account, by one of their fields. */
export interface RowSection {
  resource: ResourceName
  /** The field that refers to it. */
  field: string
  rows: AnyRow[]
  /** Whether there are more than these. */
  hasMore: boolean
  /** Whether the viewer may add one to it. */
  mayAdd: boolean
}

const perSection = 5

/** The newest rows of all resources that refer to it, as far as the viewer may read them: for its page. */
export async function listSections(
  db: Reader,
  kind: 'item' | 'person',
  id: number,
  viewer: Viewer,
): Promise<RowSection[]> {
  authorize(viewer, 'catalogue.read', 'signed-in')
  const places = resourceNames
    .filter((resource) => mayReadRows(viewer, resource))
    .flatMap((resource) =>
      resourceReferences(resource)
        .filter(([, field]) => field.kind === kind)
        .map(([field]) => ({ resource, field })),
    )
  return Promise.all(
    places.map(async ({ resource, field }) => {
      const found = await rowsOf(db, resource, viewer)
        .where(sql.ref(`${field}_id`), '=', id)
        .orderBy('id', 'desc')
        .limit(perSection + 1)
        .execute()
      const rows = await readRows(db, resource, found.slice(0, perSection), viewer)
      // People are named by those who look after the rows, not by themselves.
      const mayAdd = kind === 'item' && mayChangeRows(viewer, resource)
      return { resource, field, rows, hasMore: found.length > perSection, mayAdd }
    }),
  )
}

/** What the viewer may read of a resource. */
function rowsOf(db: Reader, resource: string, viewer: Viewer) {
  const readable = readableRows(viewer, resource)
  const persons = resourceReferences(resource).filter(([, { kind }]) => kind === 'person')
  const named = typeof readable === 'object' ? readable.namedIn : 0
  return db
    .selectFrom(tableOf(resource))
    .selectAll()
    .$if(readable !== 'all', (query) =>
      query.where((eb) => eb.or(persons.map(([name]) => eb(sql.ref(`${name}_id`), '=', named)))),
    )
}

/** Rows as the rest of the code has them: each value read by its field, and each id with the name that belongs to it. */
async function readRows<Name extends ResourceName>(
  db: Reader,
  resource: Name,
  stored: readonly object[],
  viewer: Viewer,
): Promise<RowOf<Name>[]> {
  const rows = stored as Record<string, unknown>[]
  const names = new Map<string, ReadonlyMap<number, string>>()
  for (const [name, field] of resourceReferences(resource))
    names.set(name, await namesOfRows(db, field, idsIn(rows, name), viewer))
  return rows.map((row) => {
    const values = resourceFields(resource).map(([name, field]): [string, unknown] => {
      if (!isReference(field)) return [name, field.fromRow ? field.fromRow(row[name]) : row[name]]
      const id = row[`${name}_id`] as number | null
      return [name, id === null ? null : { id, name: names.get(name)?.get(id) ?? String(id) }]
    })
    return { id: row.id, version: row.version, ...Object.fromEntries(values) } as RowOf<Name>
  })
}

const idsIn = (rows: readonly Record<string, unknown>[], name: string): number[] => [
  ...new Set(rows.flatMap((row) => (row[`${name}_id`] as number | null) ?? [])),
]

/** What is used by rows: an item, or an entry of a lookup. */
export type Used = { kind: 'item' } | { kind: 'lookup'; of: string }

/** How the rows of a resource hold on to something. */
export interface RowUse {
  resource: ResourceName
  /** Undefined where the viewer may not read all of them. */
  count: number | undefined
}

/** The resources whose rows keep this from being deleted. Read in the transaction that would delete it, whose caller has asked. */
export async function usesInRows(db: Reader, used: Used, id: number, viewer: Viewer): Promise<RowUse[]> {
  const uses: RowUse[] = []
  for (const resource of resourceNames) {
    const columns = resourceReferences(resource).filter(([, field]) => keeps(field, used))
    if (columns.length === 0) continue
    const { count } = await db
      .selectFrom(tableOf(resource))
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where((eb) => eb.or(columns.map(([name]) => eb(sql.ref(`${name}_id`), '=', id))))
      .executeTakeFirstOrThrow()
    if (count > 0)
      uses.push({ resource, count: readableRows(viewer, resource) === 'all' ? count : undefined })
  }
  return uses
}

function keeps(field: ReferenceField, used: Used): boolean {
  if (field.kind !== used.kind) return false
  return used.kind === 'item' ? field.required === true : field.of === used.of
}
