/** The text of an export, piece by piece: a CSV file, a JSON array, or a JSON value on each line. Pure. */
import { declarationOf, fieldNamed } from '../../../declared.ts'
import type { DeclaredName, ItemFields, ReferenceName } from '../../../declared.ts'
import type { ReferenceField } from '../../../fields/field.ts'
import { columnsFor, csvLine, isNames, joinNames } from '../forms.ts'
import type { ColumnName } from '../forms.ts'

/** As much of an item as leaves the catalogue. */
export interface ExportedItem
  extends Partial<ItemFields>, Partial<Record<ReferenceName, readonly { id: number; name: string }[]>> {
  id: number
  /** The name of its type. */
  type: string
}

export interface ExportOptions {
  /** `json` is one array, `jsonl` has an item on each line. */
  format: 'csv' | 'json' | 'jsonl'
  /** The fields that its reader may see. */
  fields: readonly DeclaredName[]
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
    if (name === 'item_type') return item.type
    if (isNames(name)) return joinNames(namesIn(item, name))
    return fieldNamed(name)?.text(item[name]) ?? ''
  })
}

/** The same fields under the same names, with lists as lists, and the item's number for whoever wants its page. */
function jsonOf(item: ExportedItem, names: readonly ColumnName[]): string {
  const values = names.map((name): [string, unknown] => {
    if (name === 'item_type') return [name, item.type]
    if (isNames(name)) return [name, jsonOfNames(item, name)]
    const value: unknown = item[name]
    return [name, fieldNamed(name)?.json?.(value) ?? value]
  })
  return JSON.stringify({ id: item.id, ...Object.fromEntries(values) })
}

/** A list as a list; of another item its number. */
function jsonOfNames(item: ExportedItem, name: ReferenceName): unknown {
  const { many, kind } = itemReference(name)
  const names = namesIn(item, name)
  if (many) return names
  return names[0] === undefined ? null : kind === 'item' ? Number(names[0]) : names[0]
}

const itemReference = (name: ReferenceName) => declarationOf(name) as ReferenceField

/** Another item stands in a file by its number, everything else by its name. */
function namesIn(item: ExportedItem, name: ReferenceName): string[] {
  const { kind } = itemReference(name)
  return (item[name] ?? []).map((row) => (kind === 'item' ? String(row.id) : row.name))
}
