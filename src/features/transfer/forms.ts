/** How items stand in a CSV file: its columns, and lists in one cell such as `Neil Gaiman; Terry Pratchett`. Pure. */

export { columns, columnsFor, isNames } from './forms/columns.ts'
export type { ColumnName } from './forms/columns.ts'
export { readHeader } from './forms/header.ts'
export type { Header } from './forms/header.ts'

/** What becomes of a row whose item is in the catalogue already. */
export const duplicateChoices = ['skip', 'update', 'fail'] as const
export type OnDuplicate = (typeof duplicateChoices)[number]

export const exportFormats = ['csv', 'jsonl'] as const
export type ExportFormat = (typeof exportFormats)[number]

/**
 * The names in a cell, in order. They are separated by `;`; a name that holds `;` stands in quotation marks,
 * in which `""` is one mark.
 */
export function splitNames(cell: string): string[] {
  if (!cell.includes('"')) return cell.split(';').flatMap((name) => name.trim() || [])
  const names: string[] = []
  for (const [, quoted, plain] of cell.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^;]*))\s*(?:;|$)/g)) {
    const name = (quoted?.replaceAll('""', '"') ?? plain ?? '').trim()
    if (name !== '') names.push(name)
  }
  return names
}

/** The cell for these names: `splitNames(joinNames(names))` is `names`. */
export function joinNames(names: readonly string[]): string {
  return names.map((name) => (/^"|;/.test(name) ? quote(name) : name)).join('; ')
}

/** One line of a CSV file, with its line end. @see https://www.rfc-editor.org/rfc/rfc4180 */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map((cell) => csvCell(cell)).join(',')}\r\n`
}

function csvCell(cell: string | number | null): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  return /[",\r\n]/.test(cell) ? quote(cell) : cell
}

function quote(text: string): string {
  return `"${text.replaceAll('"', '""')}"`
}
