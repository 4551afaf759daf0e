/** What is read of creators: their index, and one with its items. */
import type { Reader } from '../../../db/connection.ts'
import { countNames, findName, firstLetters, listNames } from '../../../db/names.ts'
import type { NameChoice, Named } from '../../../db/names.ts'
import { demand } from '../../../security/demand.ts'
import type { Viewer } from '../../../security/viewer.ts'

export type CreatorRow = Named<'creators'>

export interface CreatorIndex {
  names: CreatorRow[]
  total: number
  letters: string[]
}

/** One page of the index of creators. */
export async function listCreators(db: Reader, choice: NameChoice, viewer: Viewer): Promise<CreatorIndex> {
  demand(viewer, 'catalogue.read')
  const [names, total, letters] = await Promise.all([
    listNames(db, 'creators', choice),
    countNames(db, 'creators', choice),
    firstLetters(db, 'creators'),
  ])
  return { names, total, letters }
}

export async function findCreator(db: Reader, id: number, viewer: Viewer) {
  demand(viewer, 'catalogue.read')
  return findName(db, 'creators', id)
}
