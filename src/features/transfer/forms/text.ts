/** The text of an export, piece by piece: a CSV file, a JSON array, or a JSON value on each line. Pure. */
import { fieldNamed } from '../../../domain.ts'
import type { FieldName, ItemFields } from '../../../domain.ts'
import { columnsFor, csvLine, isLink, joinNames } from '../forms.ts'
import type { ColumnName } from '../forms.ts'

/** As much of an item as leaves the catalogue. */
export interface ExportedItem extends Partial<ItemFields> {
  id: number
  /** The name of its type. */
  type: string
  creators: readonly { name: string }[]
  categories: readonly { name: string }[]
}

export interface ExportOptions {
  /** `json` is one array, `jsonl` has an item on each line. */
  format: 'csv' | 'json' | 'jsonl'
  /** The fields that its reader may see. */
  fields: readonly FieldName[]
}

type Portions = AsyncIterable<readonly ExportedItem[]>

/** Begins when the first piece is asked for, and goes on only when the next one is. */
export async function* exportText(
  portions: Portions,
  { format, fields }: ExportOptions,
): AsyncGenerator<string, void, void> {
  const names = columnsFor(fields)
  let between = '\n'
  if (format === 'csv') yield csvLine(names)
  if (format === 'json') yield '['
  for await (const items of portions) {
    if (format === 'csv') yield items.map((item) => csvLine(cellsOf(item, names))).join('')
    else if (format === 'jsonl') yield items.map((item) => `${jsonOf(item, names)}\n`).join('')
    else {
      yield between + items.map((item) => jsonOf(item, names)).join(',\n')
      between = ',\n'
    }
  }
  if (format === 'json') yield '\n]\n'
}

function cellsOf(item: ExportedItem, names: readonly ColumnName[]): string[] {
  return names.map((name) => {
    const value = valueOf(item, name)
    if (Array.isArray(value)) return joinNames(value as string[])
    return isLink(name) ? String(value) : (fieldNamed(name)?.text(value) ?? '')
  })
}

/** The same fields under the same names, with lists as lists, and the item's number for whoever wants its page. */
function jsonOf(item: ExportedItem, names: readonly ColumnName[]): string {
  const values = names.map((name): [string, unknown] => {
    const value = valueOf(item, name)
    return [name, isLink(name) ? value : (fieldNamed(name)?.json?.(value) ?? value)]
  })
  return JSON.stringify({ id: item.id, ...Object.fromEntries(values) })
}

function valueOf(item: ExportedItem, name: ColumnName): unknown {
  if (name === 'item_type') return item.type
  if (name === 'creators' || name === 'categories') return item[name].map(({ name }) => name)
  return item[name]
}
