/** What is read of types: their index, and one with its items. */
import type { Reader } from '../../../db/engine/connection.ts'
import { findName, readNames } from '../../../db/names.ts'
import type { NameChoice, Named, NamesPage } from '../../../db/names.ts'
import { authorize } from '../../../security/rights/authorize.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'

export type TypeRow = Named<'item_types'>
export type TypeIndex = NamesPage<'item_types'>

/** One page of the index of types. */
export async function listTypes(db: Reader, choice: NameChoice, viewer: Viewer): Promise<TypeIndex> {
  authorize(viewer, 'catalogue.read')
  return readNames(db, 'item_types', choice)
}

export async function findType(db: Reader, id: number, viewer: Viewer) {
  authorize(viewer, 'catalogue.read')
  return findName(db, 'item_types', id)
}
