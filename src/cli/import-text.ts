/** What `crowfoot data import` says: what it did, what it refused, and in which columns. */
import { counted, domain } from '../domain.ts'
import type { ImportReport, Problem } from '../features/transfer/commands.ts'
import type { OnDuplicate } from '../features/transfer/forms.ts'
import type { JsonOption } from './command.ts'

const rows = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'row' : 'rows'}`

/** A refused cell as one line. */
export function sentenceOf({ line, column, message }: Problem): string {
  return `line ${line}${column === null ? '' : `, ${column}`}: ${message}`
}

/** What an import did, or would do. */
export function textOf(
  { added, updated, skipped, made, ...report }: ImportReport,
  { dryRun = false, onDuplicate }: { dryRun?: boolean; onDuplicate: OnDuplicate },
): string {
  // An update passes over only what is the same already.
  const untouched = onDuplicate === 'update' ? 'the same' : 'left as they are'
  const parts = [
    `${counted(added, domain.item)} ${dryRun ? 'would be added' : 'added'}`,
    ...(updated > 0 ? [`${updated.toLocaleString('en')} ${dryRun ? 'would be updated' : 'updated'}`] : []),
    ...(skipped > 0 ? [`${skipped.toLocaleString('en')} there already and ${untouched}`] : []),
  ]
  const names = [
    ...(made.types > 0 ? [counted(made.types, domain.type)] : []),
    ...(made.creators > 0 ? [counted(made.creators, domain.creator)] : []),
    ...(made.categories > 0 ? [counted(made.categories, domain.category)] : []),
  ]
  const { unknownColumns } = report
  return [
    `${rows(report.rows)} read: ${parts.join(', ')}.`,
    ...(names.length > 0 ? [`New with them: ${names.join(', ')}.`] : []),
    ...(unknownColumns.length > 0 ? [`Not known here, and left out: ${list(unknownColumns)}.`] : []),
  ].join('\n')
}

/** The first of the names, without what would move a terminal's cursor or turn the text around. */
function list(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => `“${name.replace(/[\p{Cc}\p{Cf}]/gu, '')}”`)
  const more = names.length - shown.length
  return `${shown.join(', ')}${more > 0 ? ` and ${more.toLocaleString('en')} more` : ''}`
}

/** Why nothing was imported, in one line. */
export function refusalOf(report: ImportReport, { json = false }: JsonOption): string {
  // Whoever asked for JSON has the list in it.
  const hint = json ? '' : ' (to keep this list, end the command with > refused.txt)'
  const refused = report.refused.toLocaleString('en')
  return `nothing was imported: ${refused} of ${rows(report.rows)} were refused. Mend them and import the file again${hint}.`
}

/** Counts refused cells by column: after thousands of lines it says what to mend first. */
export function countRefused() {
  const counts = new Map<string, number>()
  return {
    add({ column }: Problem): void {
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
