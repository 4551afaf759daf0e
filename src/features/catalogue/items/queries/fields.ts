/** The declared fields of items as they are read: which columns, and in which form the engines answer them. */
import { itemFields } from '../../../../declared.ts'
import type { FieldName, ItemFields } from '../../../../declared.ts'
import type { SchemeOfType } from '../../../../rules/identifiers/index.ts'
import { byRights, readableColumns } from '../../../../security/rights/policy.ts'

/** What a list shows of an item: those of the declared fields that its cards or its table have, as far as the viewer may see them. */
export interface ListedRow extends Partial<ItemFields>, SchemeOfType {
  id: number
  title: string
  item_type_id: number
  type: string
}

const inLists = new Set(itemFields.flatMap(([name, { table, card }]) => (table || card ? [name] : [])))

/** The fields that lists show to this viewer. */
export const listedFields = byRights<FieldName>((viewer) =>
  readableColumns(viewer).filter((name) => inLists.has(name)),
)

const searched = new Set(itemFields.flatMap(([name, { search }]) => (search === true ? [name] : [])))

/** The same, and the long texts as well, of which a search shows the line where it was found. */
export const foundFields = byRights<FieldName>((viewer) =>
  readableColumns(viewer).filter((name) => inLists.has(name) || searched.has(name)),
)

/** Fields that an engine answers in a form of its own: SQLite says 1 for true and a number for a decimal. */
const converted = itemFields.flatMap(([name, { fromRow }]) => (fromRow ? [[name, fromRow] as const] : []))

/** The same row with the values of its fields as the rest of the code has them. */
export function readRow<Row extends object>(row: Row): Row {
  if (converted.length === 0) return row
  const values = { ...row } as Record<string, unknown>
  for (const [name, fromRow] of converted)
    if (values[name] !== undefined) values[name] = fromRow(values[name])
  return values as Row
}
