/** What is read of types: their index, and one with its items. */
import type { Reader } from '../../../db/connection.ts'
import { countNames, findName, firstLetters, listNames } from '../../../db/names.ts'
import type { NameChoice, Named } from '../../../db/names.ts'
import { demand } from '../../../security/demand.ts'
import type { Viewer } from '../../../security/viewer.ts'

export type TypeRow = Named<'item_types'>

export interface TypeIndex {
  names: TypeRow[]
  total: number
  letters: string[]
}

/** One page of the index of types. */
export async function listTypes(db: Reader, choice: NameChoice, viewer: Viewer): Promise<TypeIndex> {
  demand(viewer, 'catalogue.read')
  const [names, total, letters] = await Promise.all([
    listNames(db, 'item_types', choice),
    countNames(db, 'item_types', choice),
    firstLetters(db, 'item_types'),
  ])
  return { names, total, letters }
}

export async function findType(db: Reader, id: number, viewer: Viewer) {
  demand(viewer, 'catalogue.read')
  return findName(db, 'item_types', id)
}
