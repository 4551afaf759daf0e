/** From the cells of a row to an item that may be stored, or to what is wrong with each cell. */
import {
  checkDescription,
  checkIdentifier,
  checkInternalNotes,
  checkName,
  checkNames,
  checkTitle,
  checkYear,
} from '../../catalogue/items/forms/fields.ts'
import type { Checked } from '../../catalogue/items/forms/fields.ts'
import type { NameRef } from '../../catalogue/items/commands/names.ts'
import { searchKey } from '../../../db/text.ts'
import { splitNames } from '../forms.ts'
import type { ColumnName, Header } from '../forms.ts'
import type { CsvRow } from '../queries/csv-file.ts'

/** What a file says about one item. A field whose column the file lacks is undefined, except those that every item has. */
export interface ImportedItem {
  line: number
  title: string
  title_key: string
  description?: string | undefined
  year?: number | null | undefined
  identifier: string | null
  identifier_key: string | null
  internal_notes?: string | undefined
  type: NameRef
  creators?: NameRef[] | undefined
  categories?: NameRef[] | undefined
}

/** Why a row was refused: `line 17, year: “c. 1800” is not a whole number from -9999 to 9999`. */
export interface Problem {
  /** The line of the file on which the row begins. */
  line: number
  /** The column; null where the row as a whole is wrong. */
  column: ColumnName | null
  message: string
}

const ref = (name: string): NameRef => ({ name, key: searchKey(name) })

/** What cells with names said before: few differ, and to fold a name is the dearest part of a row. */
const mostRemembered = 10_000
const remembered = new Map<string, Checked<NameRef[]>>()

function checkRefs(cell: string): Checked<NameRef[]> {
  const before = remembered.get(cell)
  if (before) return before
  const { value, problem } = checkNames(splitNames(cell))
  const checked = value === undefined ? { problem } : { value: value.map(ref) }
  if (remembered.size >= mostRemembered) remembered.clear()
  remembered.set(cell, checked)
  return checked
}

/** Checks every cell of a row. @returns the item, or all that is wrong with it */
export function checkRow({ line, cells }: CsvRow, { columns }: Header): ImportedItem | Problem[] {
  if (cells.length !== columns.length) {
    return [
      { line, column: null, message: `has ${cells.length} cells where the header has ${columns.length}` },
    ]
  }
  const problems: Problem[] = []
  function read<T>(column: ColumnName, check: (cell: string) => Checked<T>): T | undefined {
    const cell = cells[columns.indexOf(column)]
    if (cell === undefined) return undefined
    const { value, problem } = check(cell)
    if (problem !== undefined) problems.push({ line, column, message: sentence(cell, problem) })
    return value
  }
  const title = read('title', checkTitle) ?? ''
  const description = read('description', checkDescription)
  const year = read('year', checkYear)
  const type = read('item_type', checkName) ?? ''
  const identifier = read('identifier', checkIdentifier) ?? null
  const creators = read('creators', checkRefs)
  const categories = read('categories', checkRefs)
  const internalNotes = read('internal_notes', checkInternalNotes)
  if (problems.length > 0) return problems
  return {
    line,
    title,
    title_key: searchKey(title),
    description,
    year,
    identifier,
    identifier_key: identifier === null ? null : searchKey(identifier),
    internal_notes: internalNotes,
    type: ref(type),
    creators,
    categories,
  }
}

/** The beginning of what was sent, where it helps to find it, and what is wrong with it. */
function sentence(cell: string, problem: string): string {
  const shown = cell.replace(/\s+/g, ' ').trim()
  if (problem === 'is needed' || /\p{Cc}/u.test(shown)) return problem
  return `“${shown.length > 40 ? `${shown.slice(0, 40).trimEnd()}…` : shown}” ${problem}`
}
