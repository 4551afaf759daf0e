/** One item with everything it is linked to, and the items related to it. */
import type { Reader } from '../../../../db/engine/connection.ts'
import { prepare } from '../../../../db/reading/prepared.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { readableColumns } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { linksOf } from './links.ts'
import type { Link } from './links.ts'

export interface ItemDetail {
  id: number
  title: string
  description: string
  year: number | null
  identifier: string | null
  item_type_id: number
  type: string
  created_at: string
  updated_at: string
  version: number
  /** Only there for viewers who may read private notes. */
  internal_notes?: string
  creators: Link[]
  categories: Link[]
}

/** The item, or undefined where there is none: two queries, side by side. */
export async function findItem(db: Reader, id: number, viewer: Viewer): Promise<ItemDetail | undefined> {
  authorize(viewer, 'catalogue.read')
  const [[item], links] = await Promise.all([
    itemWithType(db, { id }, readableColumns(viewer, ['items.internal_notes'])),
    linksOf(db, [id]),
  ])
  return item && { ...item, ...(links.get(id) ?? { creators: [], categories: [] }) }
}

type Itself = Omit<ItemDetail, 'creators' | 'categories'>

/** Its shape are the restricted columns that the viewer may see. */
const itemWithType = prepare<{ id: number }, Itself, 'items.internal_notes'[]>((db, value, restricted) =>
  db
    .selectFrom('items')
    .innerJoin('item_types', 'item_types.id', 'items.item_type_id')
    .select([
      'items.id',
      'items.title',
      'items.description',
      'items.year',
      'items.identifier',
      'items.item_type_id',
    ])
    .select(['item_types.name as type', 'items.created_at', 'items.updated_at', 'items.version'])
    .select(restricted)
    .where('items.id', '=', value('id')),
)
