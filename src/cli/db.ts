/** `crowfoot db`: brings the database from one revision to another, looks before it does, and knows the way back. */
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { Command, Option } from 'commander'
import type { Revision, State } from '../db/migrate/index.ts'
import { answer, CommandError, UsageError, withJson } from './command.ts'
import type { JsonOption } from './command.ts'
import { askForRename, describeGenerated, describeRehearsal } from './db-text.ts'
import { progress } from './progress.ts'

export function dbCommand(): Command {
  const command = new Command('db').description('Looks after the tables: revisions, rehearsals, snapshots.')
  const subcommands = [
    ...[upgradeCommand(), downgradeCommand(), rehearseCommand(), revisionCommand(), mergeCommand()],
    ...[currentCommand(), historyCommand(), headsCommand(), checkCommand(), sqlCommand(), stampCommand()],
    ...[snapshotCommand(), restoreCommand(), resetCommand()],
  ]
  for (const subcommand of subcommands) command.addCommand(subcommand)
  return command
}

/** The tool, the revisions and the address of the database: loaded only here, so that `--help` need not wait. */
async function load() {
  const [{ readConfig }, migrate] = await Promise.all([
    import('../config.ts'),
    import('../db/migrate/index.ts'),
  ])
  return { ...migrate, url: readConfig().databaseUrl }
}

const plural = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`

/** Runs revisions with a progress bar and prints what was done. */
async function run(direction: 'up' | 'down', to: string | undefined, flags: JsonOption): Promise<void> {
  const { upgrade, downgrade, url } = await load()
  const bar = progress(direction === 'up' ? 'Upgrading, step' : 'Downgrading, step')
  let steps = 0
  let snapshot: string | undefined
  let edited: readonly string[] = []
  const options = {
    onStep: () => bar.at(steps++),
    onEdited: (ids: readonly string[]) => {
      edited = ids
    },
    onSnapshot: (path: string) => {
      snapshot = path
    },
  }
  const work =
    direction === 'up'
      ? upgrade(url, { ...options, ...(to !== undefined && { to }) })
      : downgrade(url, { ...options, to: to ?? '' })
  const done = await work.finally(() => bar.end())
  if (edited.length > 0)
    process.stderr.write(
      `crowfoot: edited after being applied: ${edited.join(', ')} (see npx crowfoot db check)\n`,
    )
  const word = direction === 'up' ? 'applied' : 'undone'
  answer(flags, { [word]: done.map(({ id }) => id), snapshot: snapshot ?? null }, () => {
    if (done.length === 0)
      return direction === 'up' ? 'Nothing to apply: the database is up to date.' : 'Nothing to undo.'
    const lines = done.map(({ id, message }) => `${word} ${id}: ${message}`)
    return [...lines, ...(snapshot === undefined ? [] : [`The database as it was: ${snapshot}`])].join('\n')
  })
}

function upgradeCommand(): Command {
  return withJson(new Command('upgrade'))
    .description('Applies the revisions that are missing, each in a transaction, after a snapshot.')
    .argument('[revision]', 'the last one to apply, by its name or the beginning of it (default: the newest)')
    .action((to: string | undefined, flags: JsonOption) => run('up', to, flags))
}

function downgradeCommand(): Command {
  return withJson(new Command('downgrade'))
    .description('Undoes revisions, the newest first.')
    .argument('<revision>', 'the one to go back to, or how many to undo: -1; `base` undoes all')
    .action((to: string, flags: JsonOption) => run('down', to, flags))
}

function rehearseCommand(): Command {
  return withJson(new Command('rehearse'))
    .description(
      'Runs the pending revisions on a copy and says what they do, what is lost, and whether undoing brings it back.',
    )
    .argument('[revision]', 'the last one to rehearse (default: the newest)')
    .option('--in-place', 'PostgreSQL: in the database itself, in a transaction that is rolled back')
    .action(async (to: string | undefined, flags: JsonOption & { inPlace?: boolean }) => {
      const { rehearse, url } = await load()
      const rehearsal = await rehearse(url, {
        ...(to !== undefined && { to }),
        inPlace: flags.inPlace === true,
      })
      answer(flags, rehearsal, () => describeRehearsal(rehearsal))
    })
}

interface RevisionFlags extends JsonOption {
  rename: string[]
  renames?: boolean
  empty?: boolean
}

function revisionCommand(): Command {
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
  const { generate } = await import('../db/migrate/generate/index.ts')
  const ask = process.stdin.isTTY && process.stderr.isTTY && flags.json !== true ? { ask: askForRename } : {}
  const answers = { renames: flags.rename === false ? [] : flags.rename, noRename: flags.rename === false }
  const made = await generate({ message, answers, empty: flags.empty === true, ...ask })
  answer(flags, made ?? null, () =>
    made ? describeGenerated(made) : 'Nothing changed: the revisions build what the models say.',
  )
}

function mergeCommand(): Command {
  return withJson(new Command('merge'))
    .description('Writes a revision that follows all heads, where two people worked side by side.')
    .argument('<message>', 'what is joined: "join price and shelf"')
    .action(async (message: string, flags: JsonOption) => {
      const { generateMerge } = await import('../db/migrate/generate/index.ts')
      const made = await generateMerge(message)
      answer(flags, made, () => describeGenerated(made))
    })
}

function currentCommand(): Command {
  return withJson(new Command('current'))
    .description('Says which revision the database is at, and what is pending.')
    .action(async (flags: JsonOption) => {
      const state = await readStateOf()
      const pending = state?.pending.map(({ id }) => id) ?? []
      const value = {
        current: state?.current ?? [],
        pending,
        unknown: state?.unknown ?? [],
        edited: state?.edited ?? [],
      }
      answer(flags, value, () => describeCurrent(state))
    })
}

/** Looking makes no database: where there is no file, there is no state. */
async function readStateOf(): Promise<State | undefined> {
  const { readState, url } = await load()
  return isMissing(url) ? undefined : readState(url)
}

function isMissing(url: string): boolean {
  return url.startsWith('sqlite:') && !existsSync(url.slice('sqlite:'.length))
}

function describeCurrent(state: State | undefined): string {
  if (!state) return 'There is no database yet: npx crowfoot db upgrade makes it.'
  const lines = [state.current.length === 0 ? 'no revision yet' : state.current.join('\n')]
  if (state.pending.length > 0)
    lines.push(
      `${plural(state.pending.length, 'revision')} pending: ${state.pending.map(({ id }) => id).join(', ')}`,
    )
  if (state.unknown.length > 0) lines.push(`without a file here: ${state.unknown.join(', ')}`)
  if (state.edited.length > 0) lines.push(`edited after being applied: ${state.edited.join(', ')}`)
  return lines.join('\n')
}

function historyCommand(): Command {
  return withJson(new Command('history'))
    .description('Draws the revisions, newest first, and where the database stands among them.')
    .action(async (flags: JsonOption) => {
      const { loadRevisions, drawHistory } = await load()
      const history = await loadRevisions()
      const state = await readStateOf()
      const value = history.revisions.map(({ id, follows, message }) => ({
        id,
        follows,
        message,
        applied: state?.applied.includes(id) ?? false,
      }))
      answer(flags, value, () => drawHistory(history, state).join('\n'))
    })
}

function headsCommand(): Command {
  return withJson(new Command('heads'))
    .description('Names the revisions that none follows: one, unless branches wait to be merged.')
    .action(async (flags: JsonOption) => {
      const { loadRevisions } = await load()
      const heads = (await loadRevisions()).heads.map(({ id }) => id)
      answer(flags, heads, () => heads.join('\n'))
    })
}

function checkCommand(): Command {
  return withJson(new Command('check'))
    .description('Says whether the models, the revisions and the database agree, and names what differs.')
    .action(async (flags: JsonOption) => {
      const { url } = await load()
      const { check } = await import('../db/migrate/check.ts')
      const lines = await check(isMissing(url) ? undefined : url)
      const database = isMissing(url) ? 'There is no database yet to compare with.' : 'So does the database.'
      if (lines.length === 0 || flags.json === true)
        answer(flags, lines, () => `The models and the revisions agree. ${database}`)
      else process.stdout.write(`${lines.join('\n')}\n`)
      if (lines.length > 0)
        throw new CommandError(`${plural(lines.length, 'thing')} differ${lines.length === 1 ? 's' : ''}`)
    })
}

function sqlCommand(): Command {
  return new Command('sql')
    .description('Prints the SQL of revisions, without a connection.')
    .argument(
      '[range]',
      'FROM:TO, either of which may be left out or `base`; the way back where TO comes first',
      ':',
    )
    .addOption(
      new Option('--engine <engine>', 'whose SQL (default: that of DATABASE_URL)').choices([
        'sqlite',
        'postgresql',
      ]),
    )
    .action(async (range: string, flags: { engine?: 'sqlite' | 'postgresql' }) => {
      const { loadRevisions, url } = await load()
      const { offlineSql } = await import('../db/migrate/offline/index.ts')
      const engine = flags.engine ?? (url.startsWith('sqlite:') ? 'sqlite' : 'postgresql')
      const { sql, warnings } = await offlineSql(await loadRevisions(), range, engine)
      process.stdout.write(sql)
      for (const warning of warnings) process.stderr.write(`crowfoot: ${warning}\n`)
    })
}

function stampCommand(): Command {
  return withJson(new Command('stamp'))
    .description(
      'Notes the database as being at a revision, without running anything; also accepts an edited one as it is now.',
    )
    .argument('<revision>', 'the revision, or `base` for none')
    .action(async (to: string, flags: JsonOption) => {
      const { stamp, url } = await load()
      const revisions: Revision[] = await stamp(url, to)
      answer(
        flags,
        revisions.map(({ id }) => id),
        () => `The database is noted as being at ${revisions.at(-1)?.id ?? 'no revision'}.`,
      )
    })
}

function snapshotCommand(): Command {
  return withJson(new Command('snapshot'))
    .description('Copies the SQLite database into a file, also while it is in use.')
    .argument(
      '[file]',
      'where to (default: a file named after the time, in the folder snapshots beside the database)',
    )
    .action(async (given: string | undefined, flags: JsonOption) => {
      const { url, snapshot } = await load()
      const path = await snapshot(sqliteFile(url), given === undefined ? undefined : resolve(given))
      answer(flags, { file: path }, () => `The database is copied to ${path}`)
    })
}

function restoreCommand(): Command {
  return withJson(new Command('restore'))
    .description('Puts a snapshot in the place of the SQLite database, and keeps what was there.')
    .argument('<file>', 'a snapshot; one of a newer schema is refused')
    .action(async (file: string, flags: JsonOption) => {
      const { restore, url } = await load()
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

function resetCommand(): Command {
  const command = withJson(new Command('reset'))
  return command
    .description('Empties the database and builds it anew; on SQLite what was there is kept as a snapshot.')
    .option('--yes', 'yes, everything in it')
    .action(async (flags: JsonOption & { yes?: boolean }) => {
      if (flags.yes !== true)
        throw new UsageError(
          'reset takes everything out of the database: say --yes if that is meant',
          command,
        )
      const { reset, upgrade, url } = await load()
      const kept = await reset(url)
      const applied = await upgrade(url)
      answer(flags, { applied: applied.map(({ id }) => id), kept: kept ?? null }, () =>
        [
          `The database is empty and at ${applied.at(-1)?.id ?? 'no revision'}.`,
          ...(kept === undefined ? [] : [`The database as it was: ${kept}`]),
        ].join('\n'),
      )
    })
}
