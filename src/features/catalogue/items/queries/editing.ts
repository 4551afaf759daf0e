/** What an item's form needs beside the item: the types to choose from, and what its reader may do with it. */
import type { Reader } from '../../../../db/engine/connection.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { findPeople, mayWith } from '../../../../security/rights/own-items.ts'
import type { PeopleOfItem } from '../../../../security/rights/own-items.ts'
import { may } from '../../../../security/rights/viewer.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { readableFields } from '../../../../security/rights/policy.ts'
import { rulesAbout, typeRulesOf } from '../../../../type-rules.ts'
import type { TypeRules } from '../../../../type-rules.ts'
import type { Link } from './links.ts'

/** A type as the form of an item offers it. */
export interface TypeChoice extends Link {
  /** About the fields that the viewer may read. */
  rules: TypeRules
}

/** Every type, in the order of their names. */
export async function listTypeChoices(db: Reader, viewer: Viewer): Promise<TypeChoice[]> {
  authorize(viewer, 'catalogue.read')
  const [types, fields] = await Promise.all([
    db
      .selectFrom('item_types')
      .select(['id', 'name', 'identifier_scheme', 'identifier_pattern'])
      .orderBy('name_key')
      .execute(),
    db.selectFrom('item_type_fields').selectAll().execute(),
  ])
  const ofType = Map.groupBy(fields, ({ item_type_id }) => item_type_id)
  const readable = readableFields(viewer)
  return types.map(({ id, name, ...scheme }) => {
    return { id, name, rules: rulesAbout(typeRulesOf(scheme, ofType.get(id) ?? []), readable) }
  })
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
