/** What `crowfoot db` says and asks: a rehearsal as a report, a revision that was written, a question about a rename. */
import { createInterface } from 'node:readline/promises'
import path from 'node:path'
import { counted, noun } from '../../rules/words.ts'
import type { Generated, RenameQuestion } from '../../db/migrate/generate/index.ts'
import type { Rehearsal, RehearsedRevision } from '../../db/migrate/rehearse/rehearse.ts'

export function describeRehearsal({ where, revisions }: Rehearsal): string {
  if (revisions.length === 0) return 'Nothing is pending, so there is nothing to rehearse.'
  const lost = revisions.flatMap(({ id, losses }) => losses.map((loss) => `  ${id}: ${loss}`))
  const summary = lost.length === 0 ? ['Nothing would be lost.'] : ['This would be lost:', ...lost]
  return [
    `Rehearsed ${where}. Nothing was changed.`,
    '',
    ...revisions.flatMap(describeRevision),
    ...summary,
  ].join('\n')
}

function describeRevision({
  id,
  message,
  steps,
  tables,
  losses,
  changes,
  undo,
  ms,
}: RehearsedRevision): string[] {
  const changed = tables.filter(({ before, after }) => before !== after)
  return [
    `${id}: ${message} (${duration(ms)})`,
    ...steps.flatMap(({ title, ms: time, statements, more }) => [
      `  ${title} (${duration(time)})`,
      ...statements.map((sql) => `      ${sql.replace(/\s+/g, ' ')};`),
      ...(more > 0 ? [`      ... and ${counted(more, noun('more statement', 'more statements'))}`] : []),
    ]),
    '  rows:',
    ...table(tables),
    ...(changed.length === 0 ? ['    every table has as many rows as before'] : []),
    ...changes.map((change) => `  changed: ${change}`),
    `  lost: ${losses.length === 0 ? 'nothing' : losses.join('; ')}`,
    ...describeUndo(undo),
    '',
  ]
}

function table(tables: RehearsedRevision['tables']): string[] {
  const width = Math.max(...tables.map(({ name }) => name.length), 0)
  const number = (rows: number | null) => (rows === null ? '-' : rows.toLocaleString('en')).padStart(11)
  return tables.map(
    ({ name, before, after }) =>
      `    ${name.padEnd(width)} ${number(before)} ->${number(after)}${before === after ? '' : '  *'}`,
  )
}

function describeUndo(undo: RehearsedRevision['undo']): string[] {
  if (!undo.possible) return [`  undoing: not possible: ${undo.reason}`]
  const same = undo.tables.filter((each) => each.same).length
  if (undo.differences.length === 0)
    return [
      `  undoing: brings back the same content in ${undo.tables.length === 1 ? 'its table' : `all ${undo.tables.length} tables`}`,
    ]
  return [
    `  undoing: brings back the same content in ${same} of ${counted(undo.tables.length, noun('table', 'tables'))}; what differs:`,
    ...undo.differences.map((line) => `    ${line}`),
  ]
}

function duration(ms: number): string {
  return ms < 1000 ? `${ms.toFixed(1)} ms` : `${(ms / 1000).toFixed(1)} s`
}

export function describeGenerated({ path: file, losses, todos }: Generated): string {
  const lines = [`Written: ${path.relative(process.cwd(), file)}`]
  if (losses.length > 0) lines.push('It loses:', ...losses.map((loss) => `  ${loss}`))
  if (todos.length > 0) lines.push('Still to be written in it:', ...todos.map((todo) => `  ${todo}`))
  lines.push('Read it, then try it: npx crowfoot db rehearse')
  return lines.join('\n')
}

/** Asks whether something was renamed. @returns the new name, or null where the one went and the other came */
export async function askForRename({ what, from, candidates }: RenameQuestion): Promise<string | null> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    const choices = candidates.map((name, i) => `  ${i + 1}  it is now called ${name}\n`).join('')
    const question = `The ${what} ${from} is gone.\n${choices}  0  it is dropped, with what it holds\nWhich? `
    for (;;) {
      const number = Number((await terminal.question(question)).trim() || Number.NaN)
      if (number === 0) return null
      const name = candidates[number - 1]
      if (name !== undefined) return name
    }
  } finally {
    terminal.close()
  }
}
