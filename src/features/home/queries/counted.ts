/** The numbers of the charts, as the search counts them: the same that stand beside the list. */
import { declaration, itemFields } from '../../../declared.ts'
import type { Readers } from '../../../db/engine/connection.ts'
import { ifInTime } from '../../../db/engine/time-limit.ts'
import { cached } from '../../../db/reading/cached.ts'
import { readableFields } from '../../../security/rights/policy.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import { noFilter } from '../../catalogue/items/forms/filter.ts'
import { readFacets } from '../../catalogue/items/queries.ts'
import type { FieldFacets } from '../../catalogue/items/queries.ts'

/** The first field that holds a year and is counted: decades are those of it. */
export const year = itemFields.find(([, { kind, filter }]) => kind === 'year' && filter)?.[0]

const { blocks } = declaration.home

/** The fields that charts are by; lookups are counted as they are beside the list. */
const charted = itemFields
  .map(([name]) => name)
  .filter((name) =>
    blocks.some((block) =>
      block.show === 'bars' ? block.by === name : block.show === 'decades' && name === year,
    ),
  )

/** Counted once after each change, for all charts; undefined where that takes too long, as it does while the search starts. */
export function countFields(readers: Readers, viewer: Viewer): Promise<FieldFacets | undefined> {
  const fieldFacets = charted.filter((name) => readableFields(viewer).includes(name))
  const wanted = { facets: [], fieldFacets, ...(year && { widths: { [year]: 10 } }) }
  return ifInTime(() =>
    countedOnce(
      readers.db,
      fieldFacets.join(),
      async () => (await readFacets(readers, noFilter, viewer, wanted)).fieldFacets,
    ),
  )
}

const countedOnce = cached<FieldFacets>()
