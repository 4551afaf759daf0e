/** The commands that take the database as a whole: snapshot, restore, reset. */
import { resolve } from 'node:path'
import { Command } from 'commander'
import { answer, CommandError, UsageError, withJson } from '../command.ts'
import type { JsonOption } from '../command.ts'
import { loadMigrationTool } from './load.ts'

export function snapshotCommand(): Command {
  return withJson(new Command('snapshot'))
    .description('Copies the SQLite database into a file, also while it is in use.')
    .argument(
      '[file]',
      'where to (default: a file named after the time, in the folder snapshots beside the database)',
    )
    .action(async (given: string | undefined, flags: JsonOption) => {
      const { url, snapshot } = await loadMigrationTool()
      const path = await snapshot(sqliteFile(url), given === undefined ? undefined : resolve(given))
      answer(flags, { file: path }, () => `The database is copied to ${path}`)
    })
}

export function restoreCommand(): Command {
  return withJson(new Command('restore'))
    .description('Puts a snapshot in the place of the SQLite database, and keeps what was there.')
    .argument('<file>', 'a snapshot; one of a newer schema is refused')
    .action(async (file: string, flags: JsonOption) => {
      const { restore, url } = await loadMigrationTool()
      const restored = await restore(sqliteFile(url), resolve(file))
      answer(
        flags,
        restored,
        () =>
          `Restored: the database is at ${restored.applied.at(-1) ?? ''}.\nThe database as it was: ${restored.kept}`,
      )
    })
}

function sqliteFile(url: string): string {
  if (url.startsWith('sqlite:')) return url.slice('sqlite:'.length)
  throw new CommandError('snapshots are for SQLite: for PostgreSQL use pg_dump and pg_restore')
}

export function resetCommand(): Command {
  const command = withJson(new Command('reset'))
  return command
    .description(
      'Takes out what the revisions made and builds it anew; on SQLite what was there is kept as a snapshot.',
    )
    .option('--yes', 'yes, everything in it')
    .action(async (flags: JsonOption & { yes?: boolean }) => {
      if (flags.yes !== true)
        throw new UsageError(
          'reset takes everything out of the database: say --yes if that is meant',
          command,
        )
      const { reset, upgrade, url } = await loadMigrationTool()
      const { kept, left } = await reset(url)
      const applied = await upgrade(url)
      answer(flags, { applied: applied.map(({ id }) => id), kept, left }, () =>
        [
          `The database is empty and at ${applied.at(-1)?.id ?? 'no revision'}.`,
          ...(left === null ? [] : [`Left, because no revision made it: ${left}`]),
          ...(kept === null ? [] : [`The database as it was: ${kept}`]),
        ].join('\n'),
      )
    })
}
