/** What is read of categories: their index, and one with its items. */
import type { Reader } from '../../../db/engine/connection.ts'
import { findName, readNames } from '../../../db/names.ts'
import type { NameChoice, Named, NamesPage } from '../../../db/names.ts'
import { authorize } from '../../../security/rights/authorize.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'

export type CategoryRow = Named<'categories'>
export type CategoryIndex = NamesPage<'categories'>

/** One page of the index of categories. */
export async function listCategories(db: Reader, choice: NameChoice, viewer: Viewer): Promise<CategoryIndex> {
  authorize(viewer, 'catalogue.read')
  return readNames(db, 'categories', choice)
}

export async function findCategory(db: Reader, id: number, viewer: Viewer) {
  authorize(viewer, 'catalogue.read')
  return findName(db, 'categories', id)
}
