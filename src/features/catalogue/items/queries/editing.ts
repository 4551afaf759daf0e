/** What an item's form needs beside the item: the types to choose from, and what its reader may do with it. */
import type { Reader } from '../../../../db/engine/connection.ts'
import { prepare } from '../../../../db/reading/prepared.ts'
import { authorize, mayWith } from '../../../../security/rights/authorize.ts'
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

/** What the viewer may do with an item. Asks who made it only where that matters; who it was is told to nobody. */
export async function findItemRights(db: Reader, id: number, viewer: Viewer): Promise<ItemRights> {
  authorize(viewer, 'catalogue.read')
  const rightsOver = (createdBy: number | null) => ({
    update: mayWith(viewer, 'item.update', createdBy),
    delete: mayWith(viewer, 'item.delete', createdBy),
  })
  const hasOwn = may(viewer, 'item.update.own') || may(viewer, 'item.delete.own')
  const all = rightsOver(null)
  if (!hasOwn || (all.update && all.delete)) return all
  const [item] = await makerOf(db, { id })
  return rightsOver(item?.created_by ?? null)
}

const makerOf = prepare<{ id: number }, { created_by: number | null }>((db, value) =>
  db.selectFrom('items').select('created_by').where('id', '=', value('id')),
)
