/** The first line of a CSV file: which columns it names, or why it cannot be used and what was seen in it. Pure. */
import { declarationOf, declaredNames } from '../../../declared.ts'
import { columns, columnsFor } from './columns.ts'
import type { ColumnName } from './columns.ts'

/** The header's cells as columns; the place of each is its place in a row. */
export interface Header {
  columns: (ColumnName | undefined)[]
  /** Names that mean nothing here: their cells are left out. */
  unknown: string[]
}

/** Without these there is no item. Each with what other programs call it. */
const needed = { title: /tit(le|el|re|olo|ulo)|name/, item_type: /typ|kind|format|medium|class/ }

const separators = { ';': 'semicolons', '\t': 'tabs', '|': 'pipes' }

/** The fields that everybody may read. */
const openFields = declaredNames.filter((name) => declarationOf(name).read === undefined)

/**
 * Reads the first line: names in any order and any case, with a space or a hyphen for the underscore.
 * @returns the header, or one sentence about why it cannot be used
 */
export function readHeader(cells: readonly string[]): Header | string {
  const names = cells.map(nameIn)
  const seen = new Set<string>()
  const twice = names.find((name) => name !== '' && seen.size === seen.add(name).size)
  if (twice !== undefined) return `The header names the column “${shown(twice)}” twice.`
  const found = names.map((name) => columns.find((column) => column === name))
  const unknown = cells.filter((_, index) => found[index] === undefined).map((cell) => cell.trim())
  const missing = (Object.keys(needed) as (keyof typeof needed)[]).filter((column) => !found.includes(column))
  if (missing.length === 0) return { columns: found, unknown }
  return separatorProblem(cells) ?? missingProblem(missing, cells, unknown)
}

/** A spreadsheet may leave a byte order mark or a space of no width before a name: nobody sees them. */
function nameIn(cell: string): string {
  return cell
    .replace(/\p{Cf}/gu, '')
    .trim()
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
}

function separatorProblem(cells: readonly string[]): string | undefined {
  const line = cells.join(',')
  const said = /^sep=(.?)/i.exec(nameIn(line))?.[1]
  if (said === '' || said === ',')
    return 'The first line is “sep=,”, which only Excel understands: delete it, so that the first line names the columns.'
  const separator =
    said ??
    Object.keys(separators).find((each) =>
      line.split(each).some((name) => Object.hasOwn(needed, nameIn(name))),
    )
  if (separator === undefined || line.includes('\n')) return undefined
  const name = Object.entries(separators).find(([each]) => each === separator)?.[1]
  return `The columns are separated by ${name ?? `“${shown(separator)}”`}: save the file with commas.`
}

function missingProblem(
  missing: readonly (keyof typeof needed)[],
  cells: readonly string[],
  unknown: readonly string[],
): string {
  const guesses = missing.flatMap((column) => {
    const likely = unknown.filter((name) => needed[column].test(name.toLowerCase()))
    return likely.length === 0
      ? []
      : [` Rename ${likely.slice(0, 3).map(quoted).join(' or ')} to “${column}”?`]
  })
  const more = cells.length > 10 ? ` and ${cells.length - 10} more` : ''
  return (
    `The first line does not name ${missing.map(quoted).join(' and ')}. It names ${cells.slice(0, 10).map(quoted).join(', ')}${more}.` +
    `${guesses.join('')} It must be a header such as ${columnsFor(openFields).join(',')}`
  )
}

const quoted = (name: string) => `“${shown(name)}”`

/** A name on one line, without what would move a terminal's cursor. */
function shown(name: string): string {
  const clean = name
    .replace(/\s+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}]/gu, '')
    .trim()
  return clean.length > 40 ? `${clean.slice(0, 40)}…` : clean
}
