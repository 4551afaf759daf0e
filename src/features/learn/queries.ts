/** What the pages about the application read: the example queries, run over the catalogue that is there. */
import type { Reader } from '../../db/connection.ts'
import { authorize } from '../../security/authorize.ts'
import type { Viewer } from '../../security/viewer.ts'
import { runExamples } from '../catalogue/items/queries.ts'
import type { Example } from '../catalogue/items/queries.ts'

export type { Example }

/** Each example with its SQL and how its answer begins. */
export async function readExamples(heavy: Reader, viewer: Viewer): Promise<Example[]> {
  authorize(viewer, 'catalogue.read')
  return runExamples(heavy)
}
