/** The commands that write revisions: revision, merge. */
import { Command, Option } from 'commander'
import { answer, UsageError, withJson } from '../command.ts'
import type { JsonOption } from '../command.ts'
import { refuseTrial } from './load.ts'
import { askForRename, describeGenerated } from './text.ts'

interface RevisionFlags extends JsonOption {
  /** False with --no-rename. */
  rename?: string[] | false
  empty?: boolean
}

export function revisionCommand(): Command {
  return withJson(new Command('revision'))
    .description(
      'Writes the next revision: what the models (src/db/schema/models.ts) say and the revisions before it do not build yet.',
    )
    .argument(
      '[message]',
      'what changes, in a few words; left out, it is made from the steps: "add price to items"',
    )
    .addOption(
      new Option(
        '--rename <old:new>',
        'what went is what came: items.place:location, or items:works for a table (repeatable)',
      )
        // Nothing was given before the first one; after --no-rename it is false.
        .argParser((value: string, before: string[] | false | undefined) => [...(before || []), value]),
    )
    .option('--no-rename', 'what went is dropped, and what came is new')
    .option('--empty', 'write a revision without steps, to be filled by hand')
    .action(writeRevision)
}

async function writeRevision(
  message: string | undefined,
  flags: RevisionFlags,
  command: Command,
): Promise<void> {
  if (flags.empty === true && message === undefined)
    throw new UsageError('an empty revision has no steps to make its message from: give it one', command)
  refuseTrial('revision')
  const { generate } = await import('../../db/migrate/generate/index.ts')
  const ask = process.stdin.isTTY && process.stderr.isTTY && flags.json !== true ? { ask: askForRename } : {}
  const { rename = [] } = flags
  const answers = { renames: rename === false ? [] : rename, noRename: rename === false }
  const made = await generate({ message, answers, empty: flags.empty === true, ...ask })
  answer(flags, made ?? null, () =>
    made ? describeGenerated(made) : 'Nothing changed: the revisions build what the models say.',
  )
}

export function mergeCommand(): Command {
  return withJson(new Command('merge'))
    .description(
      'Writes a revision that follows all heads (the last revision of each branch), where two people worked side by side.',
    )
    .argument('<message>', 'what is joined: "join price and shelf"')
    .action(async (message: string, flags: JsonOption) => {
      const { generateMerge } = await import('../../db/migrate/generate/index.ts')
      const made = await generateMerge(message)
      answer(flags, made, () => describeGenerated(made))
    })
}
