/** Compares `npx crowfoot ...` as it is written somewhere with the commands that there are. */
import type { Command } from 'commander'
import { shortName } from '../../src/cli/run.ts'

/** A command as people type it, and the long names of its options. */
export interface Spelled {
  call: string
  options: string[]
}

/** All commands that do something, from the program down. Groups, which only hold others, are left out. */
export function spellOut(program: Command): Spelled[] {
  const below = program.commands.flatMap((command) =>
    spellOut(command).map(({ call, options }) => ({ call: `${shortName(program)} ${call}`, options })),
  )
  if (program.commands.length > 0) return below
  return [{ call: shortName(program), options: program.options.flatMap(({ long }) => long ?? []) }]
}

/**
 * Says what is wrong with a line of code that calls the program, or nothing where all of it exists.
 * What comes after the last command's name is its arguments; `...` and `X` in capitals stand for something.
 */
export function problemWith(line: string, program: Command): string | undefined {
  const call = new RegExp(`\\b(?:npx )?${shortName(program)} ([^\`|;&#>]*)`).exec(line)
  if (call === null || !isCall(line, program)) return undefined
  let command = program
  // Two spaces end a call: what follows them explains it.
  for (const word of (call[1] ?? '')
    .trim()
    .split(/\s{2,}/, 1)[0]
    ?.split(' ') ?? []) {
    if (/^\W*\.\.\.\W*$/.test(word) || word === '') return undefined
    if (word.startsWith('--')) {
      const [long] = word.replaceAll(/[[\],.]/g, '').split('=')
      const known = ['--help', '--version', ...command.options.map((option) => option.long)]
      if (!known.includes(long)) return `${nameOf(command)} has no option ${long ?? ''}`
      continue
    }
    const next = command.commands.find((each) => each.name() === word || each.aliases().includes(word))
    if (next !== undefined) command = next
    else if (command.commands.length > 0 && !/^[A-Z[<]/.test(word))
      return `${nameOf(command)} has no command ${word}`
  }
  return undefined
}

/** "crowfoot" is also the project's name: a sentence may begin with it. A call has npx or a prompt before it, or a command after it. */
function isCall(line: string, program: Command): boolean {
  const name = shortName(program)
  const groups = program.commands.map((command) => command.name()).join('|')
  return new RegExp(`npx ${name} |^\\$ ${name} |^${name} (${groups})\\b`).test(line)
}

function nameOf(command: Command): string {
  return command.parent === null ? shortName(command) : `${nameOf(command.parent)} ${command.name()}`
}
