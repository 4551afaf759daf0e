/** What the domain shows on its front page: a figure or a block that rests on a field which the viewer may not read is left out. */
import { declaration, lookupNames } from '../../declared.ts'
import type { LookupName } from '../../declared.ts'
import type { Reader, Readers } from '../../db/engine/connection.ts'
import { ifInTime } from '../../db/engine/time-limit.ts'
import { totalOf } from '../../db/reading/counts.ts'
import type { HomeFigure } from '../../fields/home.ts'
import { authorize } from '../../security/rights/authorize.ts'
import type { Viewer } from '../../security/rights/viewer.ts'
import { filterQuery, noFilter } from '../catalogue/items/forms/filter.ts'
import { countItems, sumItems } from '../catalogue/items/queries.ts'
import { countEntries } from '../catalogue/lookups/queries.ts'
import { readBlock } from './queries/blocks.ts'
import type { QueryOfList, ShownBlock } from './queries/blocks.ts'
import { filterOf } from './queries/chosen.ts'

export type { ShownBlock, ShownList, ShownBars, ShownDecades } from './queries/blocks.ts'

export type ShownFigure =
  | { of: 'items' | LookupName; count: number }
  | { label: string; count: number; query: QueryOfList }
  | { label: string; sum: string; field: string; query: QueryOfList }

export interface Overview {
  items: number
  figures: ShownFigure[]
  blocks: ShownBlock[]
}

/** Everything the front page shows. What grows with the catalogue is counted once after each change, and left out where that takes too long. */
export async function readOverview(readers: Readers, viewer: Viewer): Promise<Overview> {
  authorize(viewer, 'catalogue.read')
  const { figures, blocks } = declaration.home
  const [items, shownFigures, shownBlocks] = await Promise.all([
    totalOf(readers.db, 'items'),
    Promise.all(figures.map((figure) => readFigure(readers, figure, viewer))),
    Promise.all(blocks.map((block) => readBlock(readers, block, viewer))),
  ])
  return {
    items,
    figures: shownFigures.filter((figure) => figure !== undefined),
    blocks: shownBlocks.filter((block) => block !== undefined),
  }
}

async function readFigure(
  readers: Readers,
  figure: HomeFigure,
  viewer: Viewer,
): Promise<ShownFigure | undefined> {
  if ('of' in figure) {
    const name = lookupNames.find((each) => each === figure.of)
    return { of: name ?? 'items', count: await countAll(readers.db, name, viewer) }
  }
  const { label } = figure
  const filter = figure.filter ? filterOf(figure.filter, {}, viewer) : noFilter
  if (!filter) return undefined
  if (!('sum' in figure)) {
    const total = await ifInTime(() => countItems(readers, filter, viewer))
    return total && { label, ...total, query: filterQuery(filter) }
  }
  const [field] = figure.sum
  const sum = await ifInTime(() =>
    sumItems(
      readers,
      figure.sum.filter((name) => name !== undefined),
      filter,
      viewer,
    ),
  )
  return sum === undefined ? undefined : { label, sum, field, query: filterQuery(filter) }
}

/** Of items and creators there may be a million: their number is kept. */
function countAll(db: Reader, name: LookupName | undefined, viewer: Viewer): Promise<number> {
  if (name === undefined) return totalOf(db, 'items')
  return name === 'creators' ? totalOf(db, name) : countEntries(db, name, viewer)
}
