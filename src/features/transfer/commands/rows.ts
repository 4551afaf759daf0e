/** From the cells of a row to an item that may be stored, or to what is wrong with each cell. */
import { itemFields, itemReferences } from '../../../declared.ts'
import type { FieldName, ReferenceName } from '../../../declared.ts'
import type { ReferenceField } from '../../../fields/field.ts'
import { checkRequired, checkRequiredNames } from '../../../fields/required.ts'
import { checkRef, checkRefs } from '../../../rules/checks.ts'
import type { Checked, NameRef } from '../../../rules/checks.ts'
import type { ItemInput } from '../../catalogue/items/forms/fields.ts'
import { identifierName } from '../../../type-rules.ts'
import { counted, formatNumber, noun } from '../../../rules/words.ts'
import { identifierKey } from '../../../rules/identifiers/index.ts'
import type { SchemeOfType } from '../../../rules/identifiers/index.ts'
import { splitNames } from '../forms.ts'
import type { ColumnName, Header } from '../forms.ts'
import type { CsvRow } from '../queries/csv-file.ts'

/** What a file says about one item. A field whose column the file lacks is undefined, except those that every item has. */
export interface ImportedItem extends ItemInput {
  line: number
  row: number
  identifier_key: string | null
  type: NameRef
}

/** Why a row was refused: `line 17, year: “c. 1800” is not a whole number from -9999 to 9999`. */
export interface CellProblem {
  /** The line of the file on which the row begins. */
  line: number
  /** The column; null where the row as a whole is wrong. */
  column: ColumnName | null
  message: string
}

/** Why a row that is right was not brought in. */
export interface LeftOut {
  line: number
  row: number
  reason: string
  /** The item of the catalogue because of which it was left out. */
  item?: number
}

/** The size of a cache of checked names: few names differ, and folding one is the most expensive part of a row. */
const mostCached = 50_000
const checkedNames = new Map<string, Checked<NameRef>>()

function checkRefOnce(name: string): Checked<NameRef> {
  const before = checkedNames.get(name)
  if (before) return before
  const checked = checkRef(name)
  if (checkedNames.size >= mostCached) checkedNames.clear()
  checkedNames.set(name, checked)
  return checked
}

/** Lists of names are most of a file: each name is checked once. */
function checkList(field: ReferenceField, cell: string): Checked<NameRef[]> {
  const names = splitNames(cell)
  const isList = field.kind === 'lookup' && field.many
  return checkRequiredNames(field, isList ? checkRefs(names, checkRefOnce) : field.readNames(names))
}

/** How each type compares the identifiers of its items, by the key of its name. One that is not there has no scheme. */
export type Schemes = ReadonlyMap<string, SchemeOfType>

/** Checks every cell of a row. @returns the item, or all that is wrong with it */
export function checkRow(
  { line, row, cells }: CsvRow,
  { columns }: Header,
  schemes: Schemes,
): ImportedItem | CellProblem[] {
  if (cells.length !== columns.length) {
    return [
      {
        line,
        column: null,
        message: `has ${counted(cells.length, noun('cell', 'cells'))} where the header has ${formatNumber(columns.length)}`,
      },
    ]
  }
  const problems: CellProblem[] = []
  function read<T>(column: ColumnName, check: (cell: string) => Checked<T>): T | undefined {
    const cell = cells[columns.indexOf(column)]
    if (cell === undefined) return undefined
    const { value, problem } = check(cell)
    if (problem !== undefined) problems.push({ line, column, message: sentence(cell, problem) })
    return value
  }
  const fields: Record<string, unknown> = {}
  for (const [name, field] of itemFields)
    fields[name] = read(name, (cell) => checkRequired(field, field.parse(cell)))
  const type = read('item_type', checkRefOnce)
  const names = itemReferences.map(([name, reference]) => [
    name,
    read(name, (cell) => checkList(reference, cell)),
  ])
  if (problems.length > 0 || !type) return problems
  // A file without the column says that there is none: its rows are told apart by their titles.
  if (identifierName) fields[identifierName] ??= null
  const identifier = identifierName && fields[identifierName]
  return {
    ...(fields as Pick<ItemInput, FieldName>),
    line,
    row,
    identifier_key:
      typeof identifier === 'string' ? identifierKey(schemes.get(type.key) ?? {}, identifier) : null,
    type,
    ...(Object.fromEntries(names) as Pick<ItemInput, ReferenceName>),
  }
}

/** The identifier as it stands in the file; empty where there is none. */
export function identifierIn(item: ImportedItem): string {
  const value = identifierName && item[identifierName]
  return typeof value === 'string' ? value : ''
}

/** The beginning of what was sent, where it helps to find it, and what is wrong with it. */
export function sentence(cell: string, problem: string): string {
  const shown = cell.replace(/\s+/g, ' ').trim()
  if (/^(is|are) needed/.test(problem) || /\p{Cc}/u.test(shown)) return problem
  return `“${shown.length > 40 ? `${shown.slice(0, 40).trimEnd()}…` : shown}” ${problem}`
}
