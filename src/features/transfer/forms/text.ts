/** The text of an export, piece by piece: a CSV file, a JSON array, or a JSON value on each line. Pure. */
import { columns, csvLine, joinNames, privateColumn } from '../forms.ts'
import type { ColumnName } from '../forms.ts'

/** As much of an item as leaves the catalogue. */
export interface ExportedItem {
  id: number
  title: string
  description: string
  year: number | null
  /** The name of its type. */
  type: string
  identifier: string | null
  creators: readonly { name: string }[]
  categories: readonly { name: string }[]
  internal_notes?: string
}

export interface ExportOptions {
  /** `json` is one array, `jsonl` has an item on each line. */
  format: 'csv' | 'json' | 'jsonl'
  /** Whether the private notes go along: for those who may read them. */
  withNotes: boolean
}

type Portions = AsyncIterable<readonly ExportedItem[]>

/** Begins when the first piece is asked for, and goes on only when the next one is. */
export async function* exportText(
  portions: Portions,
  { format, withNotes }: ExportOptions,
): AsyncGenerator<string, void, void> {
  const names: ColumnName[] = withNotes ? [...columns, privateColumn] : [...columns]
  let between = '\n'
  if (format === 'csv') yield csvLine(names)
  if (format === 'json') yield '['
  for await (const items of portions) {
    if (format === 'csv') yield items.map((item) => csvLine(cellsOf(item, names))).join('')
    else if (format === 'jsonl') yield items.map((item) => `${jsonOf(item, withNotes)}\n`).join('')
    else {
      yield between + items.map((item) => jsonOf(item, withNotes)).join(',\n')
      between = ',\n'
    }
  }
  if (format === 'json') yield '\n]\n'
}

function cellsOf(item: ExportedItem, names: readonly ColumnName[]): (string | number | null)[] {
  const cells: Record<ColumnName, string | number | null> = {
    title: item.title,
    description: item.description,
    year: item.year,
    item_type: item.type,
    identifier: item.identifier,
    creators: joinNames(item.creators.map(({ name }) => name)),
    categories: joinNames(item.categories.map(({ name }) => name)),
    internal_notes: item.internal_notes ?? '',
  }
  return names.map((name) => cells[name])
}

/** The same fields under the same names, with lists as lists, and the item's number for whoever wants its page. */
function jsonOf(
  { id, title, description, year, type, identifier, ...item }: ExportedItem,
  withNotes: boolean,
): string {
  const [creators, categories] = [item.creators, item.categories].map((links) =>
    links.map(({ name }) => name),
  )
  const fields = { id, title, description, year, item_type: type, identifier, creators, categories }
  return JSON.stringify(withNotes ? { ...fields, internal_notes: item.internal_notes ?? '' } : fields)
}
