/**
 * Which fields of an item are for whom: the `read` and `write` of their declarations. Queries ask here what they may select, search, sort
 * by, count or export; commands ask what they may write.
 */
import { declarationOf, declaredNames, itemFields } from '../../declared.ts'
import type { DeclaredName, FieldName } from '../../declared.ts'
import type { Permission } from '../../rules/permissions.ts'
import { may } from './viewer.ts'
import type { Viewer } from './viewer.ts'

interface FieldAccess {
  /** Who may see it, in whatever form: a column, an order, a count, a hit. */
  read: Permission
  /** Who may send it, beyond being allowed to save the item at all; `program`: it is never sent. */
  write: Permission | 'everyone' | 'program'
}

const kept: FieldAccess = { read: 'catalogue.read', write: 'program' }

/** Who may do what with each column of an item. One that is not here, such as the folded form of a text, is for nobody. */
export const itemAccess: Readonly<Record<string, FieldAccess>> = {
  id: kept,
  item_type_id: { read: 'catalogue.read', write: 'everyone' },
  created_by: { read: 'user.manage', write: 'program' },
  created_at: kept,
  updated_at: kept,
  version: kept,
  ...Object.fromEntries(
    declaredNames.map((name) => {
      const { read = 'catalogue.read', write = 'everyone' } = declarationOf(name)
      return [name, { read, write }]
    }),
  ),
}

export function mayReadField(viewer: Viewer, field: string): boolean {
  const access = accessTo(field)
  return access !== undefined && may(viewer, access.read)
}

/**
 * A field that somebody may not read they may not send either: a form that does not show the field would wipe it out. Whether they may
 * save the item at all is not asked here.
 */
export function mayWriteField(viewer: Viewer, field: string): boolean {
  const { read, write } = accessTo(field) ?? kept
  const isShown = read === kept.read || may(viewer, read)
  return write !== 'program' && isShown && (write === 'everyone' || may(viewer, write))
}

/** What fields ask for beyond what every reader has: by these people differ in the fields that they see and write. */
const asked = [
  ...new Set(Object.values(itemAccess).flatMap(({ read, write }) => [read, write as string])),
].filter((permission): permission is Permission => permission !== 'everyone' && permission !== 'program')

/** `choose` is worked out once for each set of rights, since every page asks. */
export function byRights<Name>(
  choose: (viewer: Viewer) => readonly Name[],
): (viewer: Viewer) => readonly Name[] {
  const chosen = new Map<string, readonly Name[]>()
  return (viewer) => {
    const rights = asked.map((permission) => (may(viewer, permission) ? '1' : '0')).join('')
    const names = chosen.get(rights) ?? choose(viewer)
    chosen.set(rights, names)
    return names
  }
}

/** The declared fields that the viewer may see, in their order: what is shown, filtered and sorted by, counted, exported and compared. */
export const readableFields = byRights<DeclaredName>((viewer) =>
  declaredNames.filter((name) => mayReadField(viewer, name)),
)

/** Those of them that stand in the item's own row, to be selected. */
export const readableColumns = byRights<FieldName>((viewer) =>
  itemFields.map(([name]) => name).filter((name) => mayReadField(viewer, name)),
)

/** The declared fields that the viewer may send. */
export const writableFields = byRights<DeclaredName>((viewer) =>
  declaredNames.filter((name) => mayWriteField(viewer, name)),
)

function accessTo(field: string): FieldAccess | undefined {
  return Object.hasOwn(itemAccess, field) ? itemAccess[field] : undefined
}
