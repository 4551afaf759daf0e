/** What an item's form needs beside the item: the types to choose from, and what its reader may do with it. */
import type { Reader } from '../../../../db/engine/connection.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { findPeople, mayWith } from '../../../../security/rights/own-items.ts'
import type { PeopleOfItem } from '../../../../security/rights/own-items.ts'
import { may } from '../../../../security/rights/viewer.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import type { Link } from './links.ts'

/** Every type, in the order of their names. */
export async function listTypeChoices(db: Reader, viewer: Viewer): Promise<Link[]> {
  authorize(viewer, 'catalogue.read')
  return db.selectFrom('item_types').select(['id', 'name']).orderBy('name_key').execute()
}

export interface ItemRights {
  update: boolean
  delete: boolean
}

/** What the viewer may do with an item. Asks whose it is only where that matters; whose it is is told to nobody. */
export async function findItemRights(db: Reader, id: number, viewer: Viewer): Promise<ItemRights> {
  authorize(viewer, 'catalogue.read')
  const rightsOver = (item: PeopleOfItem | null) => ({
    update: mayWith(viewer, 'item.update', item),
    delete: mayWith(viewer, 'item.delete', item),
  })
  const hasOwn = may(viewer, 'item.update.own') || may(viewer, 'item.delete.own')
  const all = rightsOver(null)
  if (!hasOwn || (all.update && all.delete)) return all
  return rightsOver((await findPeople(db, id)) ?? null)
}
