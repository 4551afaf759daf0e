/** What is read of categories: their index, and one with its items. */
import type { Reader } from '../../../db/connection.ts'
import { countNames, findName, firstLetters, listNames } from '../../../db/names.ts'
import type { NameChoice, Named } from '../../../db/names.ts'
import { demand } from '../../../security/demand.ts'
import type { Viewer } from '../../../security/viewer.ts'

export type CategoryRow = Named<'categories'>

export interface CategoryIndex {
  names: CategoryRow[]
  total: number
  letters: string[]
}

/** One page of the index of categories. */
export async function listCategories(db: Reader, choice: NameChoice, viewer: Viewer): Promise<CategoryIndex> {
  demand(viewer, 'catalogue.read')
  const [names, total, letters] = await Promise.all([
    listNames(db, 'categories', choice),
    countNames(db, 'categories', choice),
    firstLetters(db, 'categories'),
  ])
  return { names, total, letters }
}

export async function findCategory(db: Reader, id: number, viewer: Viewer) {
  demand(viewer, 'catalogue.read')
  return findName(db, 'categories', id)
}
