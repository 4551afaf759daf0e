/** What somebody may do with the items that are their own, as `ownedBy` in `domain.ts` says. */
import type { Reader } from '../../db/engine/connection.ts'
import { prepare } from '../../db/reading/prepared.ts'
import { itemReferences } from '../../declared.ts'
import { ownedBy } from '../../domain.ts'
import type { OwnedBy } from '../../fields/domain.ts'
import { may } from './viewer.ts'
import type { Viewer } from './viewer.ts'

/** What somebody may do with every item, or only with those that are their own. */
export type OwnPermission = 'item.update' | 'item.delete'

/** The accounts that an item names, by column. */
export type PeopleOfItem = Parameters<OwnedBy>[0]

/** Whether the viewer may do this with an item: null stands for one that is nobody's own. */
export function mayWith(viewer: Viewer, permission: OwnPermission, item: PeopleOfItem | null): boolean {
  if (may(viewer, permission)) return true
  return (
    item !== null && viewer.user !== null && may(viewer, `${permission}.own`) && ownedBy(item, viewer.user)
  )
}

/** The accounts that an item names; undefined where there is no such item. */
export async function findPeople(db: Reader, id: number): Promise<PeopleOfItem | undefined> {
  const [people] = await peopleOf(db, { id })
  return people
}

/** The same of several items, by their ids; nothing where the viewer may do nothing with what is their own. */
export async function findPeopleOf(
  db: Reader,
  ids: readonly number[],
  viewer: Viewer,
): Promise<Map<number, PeopleOfItem>> {
  if (ids.length === 0 || !(may(viewer, 'item.update.own') || may(viewer, 'item.delete.own')))
    return new Map()
  const rows = await db
    .selectFrom('items')
    .select(['id', ...columnsOfPeople])
    .where('id', 'in', ids)
    .execute()
  return new Map(rows.map(({ id, ...people }) => [id, people]))
}

const columnsOfPeople = [
  'created_by',
  ...itemReferences.flatMap(([name, { kind }]) => (kind === 'person' ? [`${name}_id`] : [])),
] as 'created_by'[]

const peopleOf = prepare<{ id: number }, PeopleOfItem>((db, value) =>
  db.selectFrom('items').select(columnsOfPeople).where('id', '=', value('id')),
)
