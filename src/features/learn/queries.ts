/** What the pages about the application read: the example queries, run over the catalogue that is there. */
import type { Readers } from '../../db/engine/connection.ts'
import { remember } from '../../db/reading/cached.ts'
import { inTime } from '../../db/engine/time-limit.ts'
import { authorize } from '../../security/rights/authorize.ts'
import type { Viewer } from '../../security/rights/viewer.ts'
import { runExamples } from '../catalogue/items/queries.ts'
import type { Example } from '../catalogue/items/queries.ts'

export type { Example }

/** Each example with its SQL and how its answer begins. Some of them read the whole catalogue, so they are run once for all who ask. */
export async function readExamples({ db, heavy }: Readers, viewer: Viewer): Promise<Example[]> {
  authorize(viewer, 'catalogue.read')
  return inTime(() => runOnce(db, 'examples', () => runExamples(heavy)))
}

const runOnce = remember<Example[]>(1)
