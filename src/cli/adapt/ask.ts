/** The questions of `crowfoot adapt`: what stays, and whether all of it is meant. Without a terminal an option answers them. */
import { createInterface } from 'node:readline/promises'
import { CommandError } from '../command-error.ts'
import { heldBy } from './difference.ts'
import type { Counted } from './difference.ts'
import { describePermissions } from './text.ts'
import type { Change } from './text.ts'

/** The answers given as options, and whether somebody can be asked for the others. */
export interface Answered {
  readonly keep: readonly string[]
  readonly drop: readonly string[]
  readonly yes: boolean
  readonly asks: boolean
}

/**
 * @returns what is to be kept, with the lookups that it needs
 * @throws CommandError naming the option where a question is open, or for a name that does not fall away
 */
export async function chooseWhatStays(falling: readonly Counted[], choices: Answered): Promise<Counted[]> {
  const { keep, drop } = choices
  for (const name of [...keep, ...drop])
    if (!falling.some((each) => each.name === name))
      throw new CommandError(
        `"${name}" does not fall away: ${falling.length === 0 ? 'nothing does' : `this does: ${falling.map((each) => each.name).join(', ')}`}`,
      )
  const both = keep.find((name) => drop.includes(name))
  if (both !== undefined) throw new CommandError(`"${both}" can be kept or dropped, and not both`)
  const kept: Counted[] = []
  const open: Counted[] = []
  for (const each of falling) {
    const isStaying = await isKept(each, kept, choices)
    if (isStaying === undefined) open.push(each)
    else if (isStaying) kept.push(each)
  }
  if (open.length > 0) throw new CommandError(questionsAbout(open))
  return kept
}

function questionsAbout(open: readonly Counted[]): string {
  const named = open.map((each) => `the ${each.what} "${each.name}" (${heldBy(each)})`).join(', ')
  const [name, forEach] = open.length === 1 ? [open[0]?.name ?? '', ''] : ['NAME', ' for each']
  return `the preset does not have ${named}: say --keep ${name} or --drop ${name}${forEach}`
}

/**
 * Fields come before lookups in the list: a lookup that a kept field or a resource needs is kept without a question.
 * @returns undefined where that is open, and nobody can be asked
 */
async function isKept(
  each: Counted,
  kept: readonly Counted[],
  { keep, drop, asks }: Answered,
): Promise<boolean | undefined> {
  const by = each.what === 'lookup' ? kept.find(({ needs }) => needs === each.name) : undefined
  if (by && drop.includes(each.name))
    throw new CommandError(
      `"${each.name}" cannot be dropped while "${by.name}" is kept, which chooses from it`,
    )
  if (each.neededBy !== undefined && drop.includes(each.name))
    throw new CommandError(
      `"${each.name}" cannot be dropped while "${each.neededBy}" of src/resources.ts refers to it: take that field away first, or keep "${each.name}"`,
    )
  if (by || each.neededBy !== undefined || keep.includes(each.name)) return true
  if (drop.includes(each.name)) return false
  return asks ? askToKeep(each) : undefined
}

function askToKeep(each: Counted): Promise<boolean> {
  const { what, name, label } = each
  return ask(
    `The preset has no ${what} "${name}" (${label}, ${heldBy(each)}). Keep it declared, or drop it with what it holds? [keep/drop] `,
    (said) => (/^k(eep)?$/i.test(said) ? true : /^d(rop)?$/i.test(said) ? false : undefined),
  )
}

/** Asks for the permissions and for the rest apart. @throws CommandError where that is not confirmed */
export async function confirm(change: Change, { yes, asks }: Answered): Promise<void> {
  if (yes) return
  const rights = describePermissions(change)
  if (!asks)
    throw new CommandError(
      rights.length === 0
        ? 'nothing was written: --yes says that it is meant, and --dry-run what it is'
        : `nothing was written, and it would change who may do what (${rights.join('; ')}): --yes says that it is meant`,
    )
  if (rights.length > 0) await mustBeMeant(`${rights.join('\n')}\nIs that meant? [y/N] `)
  await mustBeMeant('Write src/domain.ts and the revision? [y/N] ')
}

export async function mustBeMeant(question: string): Promise<void> {
  const meant = await ask(question, (said) => /^y(es)?$/i.test(said))
  if (!meant) throw new CommandError('nothing was written')
}

/** Asks until the answer means something. */
async function ask<Answer>(question: string, read: (said: string) => Answer | undefined): Promise<Answer> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    for (;;) {
      const answer = read((await terminal.question(question)).trim())
      if (answer !== undefined) return answer
    }
  } finally {
    terminal.close()
  }
}
