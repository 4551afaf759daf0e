/** The commands that write revisions: revision, merge. */
import { Command, Option } from 'commander'
import { answer, withJson } from '../command.ts'
import type { JsonOption } from '../command.ts'
import { askForRename, describeGenerated } from './text.ts'

interface RevisionFlags extends JsonOption {
  rename: string[]
  renames?: boolean
  empty?: boolean
}

export function revisionCommand(): Command {
  return withJson(new Command('revision'))
    .description('Writes the next revision from what the models say and the revisions do not yet build.')
    .argument('<message>', 'what changes, in a few words: "add price to items"')
    .addOption(
      new Option(
        '--rename <old:new>',
        'what went is what came: items.place:location, or items:works for a table (repeatable)',
      )
        .argParser((value: string, before: string[]) => [...before, value])
        .default([], 'none'),
    )
    .option('--no-rename', 'what went is dropped, and what came is new')
    .option('--empty', 'write a revision without steps, to be filled by hand')
    .action(writeRevision)
}

async function writeRevision(
  message: string,
  flags: Omit<RevisionFlags, 'rename'> & { rename: string[] | false },
): Promise<void> {
  const { generate } = await import('../../db/migrate/generate/index.ts')
  const ask = process.stdin.isTTY && process.stderr.isTTY && flags.json !== true ? { ask: askForRename } : {}
  const answers = { renames: flags.rename === false ? [] : flags.rename, noRename: flags.rename === false }
  const made = await generate({ message, answers, empty: flags.empty === true, ...ask })
  answer(flags, made ?? null, () =>
    made ? describeGenerated(made) : 'Nothing changed: the revisions build what the models say.',
  )
}

export function mergeCommand(): Command {
  return withJson(new Command('merge'))
    .description('Writes a revision that follows all heads, where two people worked side by side.')
    .argument('<message>', 'what is joined: "join price and shelf"')
    .action(async (message: string, flags: JsonOption) => {
      const { generateMerge } = await import('../../db/migrate/generate/index.ts')
      const made = await generateMerge(message)
      answer(flags, made, () => describeGenerated(made))
    })
}
