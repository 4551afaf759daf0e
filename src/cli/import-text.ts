/** What `crowfoot data import` says: what it did, what it refused, and in which columns. */
import { counted, formatNumber, noun } from '../rules/words.ts'
import { lookupNames, lookups } from '../declared.ts'
import { domain } from '../domain.ts'
import type { ImportReport, LeftOut, CellProblem } from '../features/transfer/commands.ts'
import type { OnDuplicate } from '../features/transfer/forms.ts'
import type { JsonOption } from './command.ts'

const countRows = (count: number) => counted(count, noun('row', 'rows'))

/** A refused cell as one line. */
export function sentenceOf({ line, column, message }: CellProblem): string {
  return `line ${line}${column === null ? '' : `, ${column}`}: ${message}`
}

/** What an import did, or would do. */
export function textOf(
  { added, updated, skipped, repeated, made, ...report }: ImportReport,
  { dryRun = false, onDuplicate }: { dryRun?: boolean; onDuplicate?: OnDuplicate },
): string {
  if (report.rows === 0) return 'The file has no rows below its first line: nothing is to be added.'
  // An update passes over only what is the same already.
  const untouched = onDuplicate === 'update' ? 'the same' : 'left as they are'
  const parts = [
    `${counted(added, domain.item)} ${dryRun ? 'would be added' : 'added'}`,
    ...(updated > 0 ? [`${updated.toLocaleString('en')} ${dryRun ? 'would be updated' : 'updated'}`] : []),
    ...(repeated > 0 ? [`${repeated.toLocaleString('en')} in the file already and left out`] : []),
    ...(skipped > 0 ? [`${skipped.toLocaleString('en')} there already and ${untouched}`] : []),
  ]
  const names = lookupNames.flatMap((name) => {
    const count = made[name] ?? 0
    return count > 0 ? [counted(count, lookups[name].noun)] : []
  })
  const { unknownColumns } = report
  return [
    `${countRows(report.rows)} read: ${parts.join(', ')}.`,
    ...(names.length > 0 ? [`New with them: ${names.join(', ')}.`] : []),
    ...(unknownColumns.length > 0 ? [`Not known here, and left out: ${list(unknownColumns)}.`] : []),
  ].join('\n')
}

/** Which rows were left out and why: a line for each reason, as long as rows with the same reason follow each other. */
export function linesOf(rows: readonly LeftOut[]): string[] {
  const runs: { first: LeftOut; last: LeftOut }[] = []
  // An update tells of a row that was replaced only when it meets the one that replaced it.
  for (const row of rows.toSorted((a, b) => a.row - b.row)) {
    const run = runs.at(-1)
    if (run && run.last.row + 1 === row.row && run.last.reason === row.reason) run.last = row
    else runs.push({ first: row, last: row })
  }
  return runs.map(({ first, last }) =>
    first === last
      ? `Left out: line ${first.line}, because ${printable(first.reason)}.`
      : `Left out: the ${countRows(last.row - first.row + 1)} from line ${first.line} to line ${last.line}, because ${printable(first.reason)}.`,
  )
}

/** JSON in pieces, an entry of a list on each line: a list may be longer than one text can be. */
export function* jsonOf(answer: Readonly<Record<string, unknown>>): Generator<string, void, void> {
  let before = '{\n'
  for (const [key, value] of Object.entries(answer)) {
    yield `${before}  ${JSON.stringify(key)}: `
    before = ',\n'
    if (Array.isArray(value)) {
      for (const [index, entry] of value.entries())
        yield `${index === 0 ? '[' : ','}\n    ${JSON.stringify(entry)}`
      yield value.length === 0 ? '[]' : '\n  ]'
    } else yield JSON.stringify(value)
  }
  yield '\n}\n'
}

/** Without what would move a terminal's cursor or turn the text around. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '')
}

/** The first of the names. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `“${printable(name)}”`)
  const more = names.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}`
}

/** Why nothing was imported, in one line. */
export function refusalOf(report: ImportReport, { json = false }: JsonOption): string {
  // Whoever asked for JSON has the list in it.
  const hint = json ? '' : ' (to keep this list, end the command with > refused.txt)'
  const [were, them] = report.refused === 1 ? ['was', 'it'] : ['were', 'them']
  return `nothing was imported: ${formatNumber(report.refused)} of ${countRows(report.rows)} ${were} refused. Fix ${them} and import the file again${hint}.`
}

/** Counts refused cells by column: after thousands of lines it says what to fix first. */
export function countRefused() {
  const counts = new Map<string, number>()
  return {
    add({ column }: CellProblem): void {
      const name = column ?? 'the whole row'
      counts.set(name, (counts.get(name) ?? 0) + 1)
    },
    /** "Refused by column: year 7,340, title 72." The column with the most comes first. */
    text(): string {
      const sorted = [...counts].sort(([, a], [, b]) => b - a)
      const parts = sorted.map(([name, count]) => `${name} ${count.toLocaleString('en')}`)
      return `Refused by column: ${parts.join(', ')}.`
    },
  }
}
