/** How items stand in a CSV file: its columns, and lists in one cell such as `Neil Gaiman; Terry Pratchett`. Pure. */

/** The columns that every file may have. `internal_notes` is for those who may read the private notes. */
export const columns = [
  'title',
  'description',
  'year',
  'item_type',
  'identifier',
  'creators',
  'categories',
] as const
export const privateColumn = 'internal_notes'
export type ColumnName = (typeof columns)[number] | typeof privateColumn

/** Without these there is no item. */
export const neededColumns = ['title', 'item_type'] as const satisfies ColumnName[]

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

/** The header's cells as columns; the place of each is its place in a row. */
export interface Header {
  columns: (ColumnName | undefined)[]
  /** Names that mean nothing here: their cells are left out. */
  unknown: string[]
}

/**
 * Reads the first line: names in any order and any case.
 * @returns the header, or one sentence about why it cannot be used
 */
export function readHeader(cells: readonly string[]): Header | string {
  const known: readonly ColumnName[] = [...columns, privateColumn]
  const names = cells.map((cell) => cell.trim().toLowerCase())
  const seen = new Set<string>()
  const twice = names.find((name) => name !== '' && seen.size === seen.add(name).size)
  if (twice !== undefined) return `The header names the column “${twice}” twice.`
  const found = names.map((name) => known.find((column) => column === name))
  const missing = neededColumns.filter((column) => !found.includes(column))
  if (missing.length > 0) {
    const separator = names.length === 1 && /[;\t]/.exec(names[0] ?? '')?.[0]
    if (separator)
      return `The columns are separated by ${separator === ';' ? 'semicolons' : 'tabs'}: save the file with commas.`
    return `The first line does not name ${missing.map((column) => `“${column}”`).join(' and ')}. It must be a header such as ${columns.join(',')}`
  }
  return {
    columns: found,
    unknown: cells.filter((_, index) => found[index] === undefined).map((cell) => cell.trim()),
  }
}
