/** One item with everything it is linked to, and the items related to it. */
import type { FieldName, ItemFields, ReferenceName } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { prepare } from '../../../../db/reading/prepared.ts'
import type { SchemeOfType } from '../../../../rules/identifiers/index.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { readableColumns } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { readRow } from './fields.ts'
import { linksOf } from './links.ts'
import type { Links } from './links.ts'

/** An item with all that its reader may see: a field is there for those alone who may read it. */
export interface ItemDetail extends Partial<ItemFields>, Links, SchemeOfType {
  id: number
  title: string
  item_type_id: number
  type: string
  created_at: string
  updated_at: string
  version: number
}

/** The item, or undefined where there is none: two queries, side by side. */
export async function findItem(db: Reader, id: number, viewer: Viewer): Promise<ItemDetail | undefined> {
  authorize(viewer, 'catalogue.read')
  const [[item], links] = await Promise.all([
    itemWithType(db, { id }, readableColumns(viewer)),
    linksOf(db, [id], viewer),
  ])
  return item && { ...readRow(item), ...(links.get(id) as Links) }
}

type Itself = Omit<ItemDetail, ReferenceName>

/** Its shape (see `prepare`) is the fields that the viewer may see. */
const itemWithType = prepare<{ id: number }, Itself, readonly FieldName[]>((db, value, fields) =>
  db
    .selectFrom('items')
    .innerJoin('item_types', 'item_types.id', 'items.item_type_id')
    .select(['items.id', 'items.title', 'items.item_type_id', 'item_types.name as type'])
    .select(['item_types.identifier_scheme', 'item_types.identifier_pattern'])
    .select(['items.created_at', 'items.updated_at', 'items.version'])
    .select(fields.map((name) => `items.${name}` as const))
    .where('items.id', '=', value('id')),
)
