/** What the pages about the application read: the example queries, run over the catalogue that is there. */
import type { Reader } from '../../db/connection.ts'
import { runExamples } from '../catalogue/items/queries.ts'
import type { Example } from '../catalogue/items/queries.ts'

export type { Example }

/** Each example with its SQL and how its answer begins. */
export function readExamples(heavy: Reader): Promise<Example[]> {
  return runExamples(heavy)
}
