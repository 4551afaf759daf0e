/** The commands that bring the database from one revision to another: upgrade, downgrade, rehearse, stamp. */
import { Command } from 'commander'
import { answer, UsageError, withJson } from '../command.ts'
import type { JsonOption } from '../command.ts'
import { progress } from '../progress.ts'
import { loadMigrationTool, refuseTrial } from './load.ts'
import { describeRehearsal } from './text.ts'

export function upgradeCommand(): Command {
  return withJson(new Command('upgrade'))
    .description('Applies the revisions that are missing, each in a transaction, after a snapshot.')
    .argument('[revision]', 'the last one to apply, by its name or the beginning of it (default: the newest)')
    .action((to: string | undefined, flags: JsonOption) => run('up', to, flags))
}

export function downgradeCommand(): Command {
  const command = withJson(new Command('downgrade'))
  return command
    .description('Undoes revisions, the newest first.')
    .argument('[revision]', 'the one to go back to, or how many to undo: -1; `base` undoes all')
    .option('--branch <revision>', 'undo this one and what builds on it, and leave what stands beside it')
    .action((to: string | undefined, flags: JsonOption & { branch?: string }) => {
      if ((to === undefined) === (flags.branch === undefined))
        throw new UsageError('say where to go back to, or with --branch which branch to undo', command)
      return run('down', to, flags)
    })
}

/** Runs revisions with a progress bar and prints what was done. */
async function run(
  direction: 'up' | 'down',
  to: string | undefined,
  flags: JsonOption & { branch?: string },
): Promise<void> {
  refuseTrial(direction === 'up' ? 'upgrade' : 'downgrade')
  const { upgrade, downgrade, url } = await loadMigrationTool()
  const bar = progress(direction === 'up' ? 'Upgrading, step' : 'Downgrading, step')
  let steps = 0
  let snapshot: string | undefined
  let edited: readonly string[] = []
  const messages: string[] = []
  const options = {
    onStep: () => bar.at(steps++),
    onEdited: (ids: readonly string[]) => {
      edited = ids
    },
    onMessage: (line: string) => {
      messages.push(line)
    },
    onSnapshot: (path: string) => {
      snapshot = path
    },
  }
  const work =
    direction === 'up'
      ? upgrade(url, { ...options, ...(to !== undefined && { to }) })
      : downgrade(
          url,
          flags.branch === undefined ? { ...options, to: to ?? '' } : { ...options, branch: flags.branch },
        )
  const done = await work.finally(() => bar.end())
  if (edited.length > 0)
    process.stderr.write(
      `crowfoot: edited after being applied: ${edited.join(', ')} (see npx crowfoot db check)\n`,
    )
  const word = direction === 'up' ? 'applied' : 'undone'
  answer(flags, { [word]: done.map(({ id }) => id), snapshot: snapshot ?? null, messages }, () => {
    if (done.length === 0)
      return direction === 'up' ? 'Nothing to apply: the database is up to date.' : 'Nothing to undo.'
    const lines = done.map(({ id, message }) => `${word} ${id}: ${message}`)
    return [
      ...lines,
      ...messages,
      ...(snapshot === undefined ? [] : [`The database as it was: ${snapshot}`]),
    ].join('\n')
  })
}

export function rehearseCommand(): Command {
  return withJson(new Command('rehearse'))
    .description(
      'Runs the pending revisions on a copy and says what they do, what is lost, and whether undoing brings it back.',
    )
    .argument('[revision]', 'the last one to rehearse (default: the newest)')
    .option('--in-place', 'PostgreSQL: in the database itself, in a transaction that is rolled back')
    .action(async (to: string | undefined, flags: JsonOption & { inPlace?: boolean }) => {
      const { rehearse, url } = await loadMigrationTool()
      const rehearsal = await rehearse(url, {
        ...(to !== undefined && { to }),
        inPlace: flags.inPlace === true,
      })
      answer(flags, rehearsal, () => describeRehearsal(rehearsal))
    })
}

export function stampCommand(): Command {
  return withJson(new Command('stamp'))
    .description(
      'Records that the database is at a revision, without running anything; also accepts the current text of an edited revision.',
    )
    .argument('<revision>', 'the revision, or `base` for none')
    .action(async (to: string, flags: JsonOption) => {
      refuseTrial('stamp')
      const { stamp, url } = await loadMigrationTool()
      const { applied, forgotten } = await stamp(url, to)
      answer(
        flags,
        applied.map(({ id }) => id),
        () =>
          [
            `The database is noted as being at ${applied.at(-1)?.id ?? 'no revision'}.`,
            ...(forgotten.length === 0 ? [] : [`No longer noted as applied: ${forgotten.join(', ')}`]),
          ].join('\n'),
      )
    })
}
