/** What a revision does, in a few words, where its author gave none: "add price to items". */
import type { Step } from '../core/plan.ts'

/** Up to this many names are listed; of more, two are, and the number of the others. */
const mostNames = 3

export function messageOfSteps(steps: readonly Step[]): string {
  const tables = [...new Set(steps.flatMap((step) => ('table' in step ? [step.table] : [])))]
  return tables.map((table) => sayingOf(table, steps)).join(', ')
}

function sayingOf(table: string, all: readonly Step[]): string {
  const steps = all.filter((step) => 'table' in step && step.table === table)
  if (steps.some(({ kind }) => kind === 'createTable')) return `create ${table}`
  if (steps.some(({ kind }) => kind === 'dropTable')) return `drop ${table}`
  const phrases = steps.flatMap((step) => {
    if (step.kind === 'renameTable') return `rename ${table} to ${step.to}`
    if (step.kind === 'renameColumn') return `rename ${step.column} of ${table} to ${step.to}`
    return []
  })
  const [added, dropped, changed] = (['addColumn', 'dropColumn', 'alterColumn'] as const).map((kind) =>
    namesOf(columnsOf(steps, kind)),
  )
  if (added) phrases.push(`add ${added} to ${table}`)
  if (dropped) phrases.push(`drop ${dropped} from ${table}`)
  if (changed) phrases.push(`change ${changed} of ${table}`)
  return phrases.length > 0 ? phrases.join(', ') : `change the rules and indexes of ${table}`
}

function columnsOf(steps: readonly Step[], kind: 'addColumn' | 'dropColumn' | 'alterColumn'): string[] {
  return steps.flatMap((step) => {
    if (step.kind !== kind) return []
    return step.kind === 'addColumn' ? step.column.name : (step as { column: string }).column
  })
}

/** A column with the folded text of another one, or with what it is ordered by, goes with it. */
function namesOf(columns: readonly string[]): string {
  const names = columns.filter(
    (name) => !columns.some((other) => name === `${other}_key` || name === `${other}_sort_key`),
  )
  const shown =
    names.length > mostNames
      ? [...names.slice(0, mostNames - 1), `${names.length - mostNames + 1} more`]
      : names
  return shown.join(', ').replace(/, ([^,]*)$/, ' and $1')
}
