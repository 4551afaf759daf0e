/** What the counters of the database count beside links and rows: the decades of a column that a domain may lack (revision 0006). */
import { fieldNamed } from '../../domain.ts'

/** The column whose decades are counted. */
const countedYear = 'year'

/** The field whose decades are counted; undefined where the domain has none of that name. */
export const decadeField = fieldNamed(countedYear)?.kind === 'year' ? countedYear : undefined
