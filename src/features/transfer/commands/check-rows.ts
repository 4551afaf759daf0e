/** Judges the rows of a file before they are written: each by itself, and beside the rows above it. */
import { identifierName } from '../../../type-rules.ts'
import type { Header } from '../forms.ts'
import type { CsvRow } from '../queries/csv-file.ts'
import type { RowOptions } from './add-rows.ts'
import type { Repeat, Repeats } from './repeats.ts'
import { checkRow, identifierIn } from './rows.ts'
import type { CellProblem, ImportedItem, Schemes } from './rows.ts'

export interface CheckRowsOptions extends RowOptions {
  /** Told each cell that is refused, as it is found. */
  onProblem?: (problem: CellProblem) => void
}

/** How many rows came to what. */
export interface CheckedRows {
  /** Rows of the file below its header. */
  rows: number
  /** Rows that were refused. If there is one, nothing was written. */
  refused: number
  /** Rows that were left out because one above them has the same identifier. */
  repeated: number
}

interface Checking {
  report: CheckedRows
  repeats: Repeats
  options: CheckRowsOptions
  schemes: Schemes
}

/** @returns the rows to be written; the others are told */
export function checkRows(rows: readonly CsvRow[], header: Header, checking: Checking): ImportedItem[] {
  const { report, repeats, options, schemes } = checking
  const good: ImportedItem[] = []
  const refuse = (problems: readonly CellProblem[]) => {
    report.refused++
    for (const problem of problems) options.onProblem?.(problem)
  }
  for (const row of rows) {
    report.rows++
    const item = checkRow(row, header, schemes)
    if (Array.isArray(item)) {
      refuse(item)
      continue
    }
    const before = repeats.add(item, row)
    const problem = before && repeatProblem(item, before, options)
    if (problem) refuse([problem])
    else if (before === undefined || !leavesOut(item, before, checking)) good.push(item)
  }
  return good
}

/** Different works with one identifier must not silently become one item: that takes an explicit choice. */
function repeatProblem(
  item: ImportedItem,
  before: Repeat,
  { onDuplicate }: CheckRowsOptions,
): CellProblem | undefined {
  const at = { line: item.line, column: identifierName ?? null }
  const message = `“${identifierIn(item)}” is the identifier of line ${before.line} already`
  if (onDuplicate === 'fail') return { ...at, message }
  if (onDuplicate !== undefined || before.isEqual) return undefined
  const choice = 'or say which of them stays with --on-duplicate: skip keeps the first, update the last'
  return { ...at, message: `${message}, which says something else: correct one of them, ${choice}` }
}

/** Tells which of the two rows is left out. @returns whether it is the second */
function leavesOut({ line, row }: ImportedItem, before: Repeat, { report, options }: Checking): boolean {
  if (options.onDuplicate === 'update') {
    options.onLeftOut?.({
      line: before.line,
      row: before.row,
      reason: `line ${line} has the same identifier and replaced it`,
    })
    return false
  }
  report.repeated++
  const reason = `${before.isEqual ? 'it says the same as' : 'its identifier is that of'} line ${before.line}`
  options.onLeftOut?.({ line, row, reason })
  return true
}
