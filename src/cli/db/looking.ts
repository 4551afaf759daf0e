/** The commands that look and change nothing: current, history, heads, check, sql. */
import { Command, Option } from 'commander'
import type { State } from '../../db/migrate/index.ts'
import { counted, noun } from '../../rules/words.ts'
import { answer, CommandError, withJson } from '../command.ts'
import type { JsonOption } from '../command.ts'
import { isMissing, loadMigrationTool, readStateOf } from './load.ts'

export function currentCommand(): Command {
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

function describeCurrent(state: State | undefined): string {
  if (!state) return 'There is no database yet: npx crowfoot db upgrade makes it.'
  const lines = [state.current.length === 0 ? 'no revision yet' : state.current.join('\n')]
  if (state.pending.length > 0)
    lines.push(
      `${counted(state.pending.length, noun('revision', 'revisions'))} pending: ${state.pending.map(({ id }) => id).join(', ')}`,
    )
  if (state.unknown.length > 0) lines.push(`without a file here: ${state.unknown.join(', ')}`)
  if (state.edited.length > 0) lines.push(`edited after being applied: ${state.edited.join(', ')}`)
  return lines.join('\n')
}

export function historyCommand(): Command {
  return withJson(new Command('history'))
    .description('Draws the revisions, newest first, and where the database stands among them.')
    .action(async (flags: JsonOption) => {
      const { loadRevisions, drawHistory } = await loadMigrationTool()
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

export function headsCommand(): Command {
  return withJson(new Command('heads'))
    .description(
      'Names the heads, which are the revisions that none follows: one, unless branches wait to be merged.',
    )
    .action(async (flags: JsonOption) => {
      const { loadRevisions } = await loadMigrationTool()
      const heads = (await loadRevisions()).heads.map(({ id }) => id)
      answer(flags, heads, () => heads.join('\n'))
    })
}

export function checkCommand(): Command {
  return withJson(new Command('check'))
    .description(
      'Says whether the models (src/db/schema/models.ts), the revisions and the database agree, and names what differs.',
    )
    .action(async (flags: JsonOption) => {
      const { url } = await loadMigrationTool()
      const { checkSchema } = await import('../../db/migrate/shape/check.ts')
      const lines = await checkSchema(isMissing(url) ? undefined : url)
      const database = isMissing(url) ? 'There is no database yet to compare with.' : 'So does the database.'
      if (lines.length === 0 || flags.json === true)
        answer(flags, lines, () => `The models and the revisions agree. ${database}`)
      else process.stdout.write(`${lines.join('\n')}\n`)
      if (lines.length > 0)
        throw new CommandError(counted(lines.length, noun('thing differs', 'things differ')))
    })
}

export function sqlCommand(): Command {
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
      const { loadRevisions, url } = await loadMigrationTool()
      const { offlineSql } = await import('../../db/migrate/offline/index.ts')
      const engine = flags.engine ?? (url.startsWith('sqlite:') ? 'sqlite' : 'postgresql')
      process.stdout.write(await offlineSql(await loadRevisions(), range, engine))
    })
}
