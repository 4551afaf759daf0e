/** What is read of creators: their index, and one with its items. */
import type { Reader } from '../../../db/engine/connection.ts'
import { findName, readNames } from '../../../db/names.ts'
import type { NameChoice, Named, NamesPage } from '../../../db/names.ts'
import { authorize } from '../../../security/rights/authorize.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'

export type CreatorRow = Named<'creators'>
export type CreatorIndex = NamesPage<'creators'>

/** One page of the index of creators. */
export async function listCreators(db: Reader, choice: NameChoice, viewer: Viewer): Promise<CreatorIndex> {
  authorize(viewer, 'catalogue.read')
  return readNames(db, 'creators', choice)
}

export async function findCreator(db: Reader, id: number, viewer: Viewer) {
  authorize(viewer, 'catalogue.read')
  return findName(db, 'creators', id)
}
