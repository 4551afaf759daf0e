/** What the pages about the application read: the example queries, run over the catalogue that is there, and how an ORM does the same. */
import type { Readers } from '../../db/engine/connection.ts'
import { cached } from '../../db/reading/cached.ts'
import { inTime } from '../../db/engine/time-limit.ts'
import { authorize } from '../../security/rights/authorize.ts'
import { readableColumns } from '../../security/rights/policy.ts'
import type { Viewer } from '../../security/rights/viewer.ts'
import { comparisonsFor, withCode } from './queries/comparisons.ts'
import type { ComparisonWithCode } from './queries/comparisons.ts'
import { runExamples } from './queries/examples.ts'
import type { Example } from './queries/examples.ts'

export type { ComparisonWithCode, Example }

/** Each example with its SQL and how its answer begins. Some of them read the whole catalogue, so they are run once for all who ask. */
export async function readExamples({ db, heavy }: Readers, viewer: Viewer): Promise<Example[]> {
  authorize(viewer, 'catalogue.read')
  return inTime(() => runOnce(db, 'examples', () => runExamples(heavy)))
}

const runOnce = cached<Example[]>(1)

/** Each comparison with the code of its functions, as it stands in the source. Nothing of it is run. */
export async function readComparisons(viewer: Viewer): Promise<ComparisonWithCode[]> {
  authorize(viewer, 'catalogue.read')
  return Promise.all(comparisonsFor(readableColumns(viewer)).map(withCode))
}
