/** The command `crowfoot adapt`: changes the project, with the data it holds, into what a preset declares, and undoes that again. */
import { readFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { Argument, Command } from 'commander'
import { chosenPreset, presetFile, presetNames } from '../config/preset.ts'
import type { Reader } from '../db/engine/connection.ts'
import type { Domain } from '../fields/domain.ts'
import { resources } from '../resources.ts'
import { answer, CommandError, UsageError, withJson } from './command.ts'
import type { JsonOption } from './command.ts'
import { chooseWhatStays, confirm } from './adapt/ask.ts'
import type { Answered } from './adapt/ask.ts'
import { differenceOf } from './adapt/difference.ts'
import { domainFile, writeAdaptation } from './adapt/files.ts'
import { breaksRules, countValues, dataOf, inDatabase } from './adapt/holdings.ts'
import type { Data } from './adapt/holdings.ts'
import { describeChange } from './adapt/text.ts'
import type { Change } from './adapt/text.ts'

interface AdaptFlags extends JsonOption {
  dryRun?: boolean
  undo?: boolean
  yes?: boolean
  keep: string[]
  drop: string[]
}

const collect = (value: string, before: string[]) => [...before, value]

export function adaptCommand(): Command {
  const names = presetNames()
  return withJson(new Command('adapt'))
    .description(
      'Makes the project what a preset says: writes src/domain.ts and the revision, and keeps the data.',
    )
    .addArgument(new Argument('[preset]', 'what it becomes').choices(names))
    .option('--dry-run', 'say what would change, and write nothing')
    .option('--undo', 'take the last adaptation back')
    .option('--keep <field>', 'a field that the preset lacks stays declared (repeatable)', collect, [])
    .option('--drop <field>', 'it is dropped, with its values (repeatable)', collect, [])
    .option('--yes', 'yes to the rest: to the changes, to the permissions of roles, to who may read')
    .action(adapt)
}

async function adapt(preset: string | undefined, flags: AdaptFlags, command: Command): Promise<void> {
  if ((preset === undefined) === (flags.undo !== true))
    throw new UsageError('name a preset, or say --undo', command)
  if (chosenPreset() !== undefined)
    throw new CommandError('adapt changes the project and not a trial: take CROWFOOT_PRESET away first')
  const asks = process.stdin.isTTY && process.stderr.isTTY && flags.json !== true
  const choices = { keep: flags.keep, drop: flags.drop, asks, yes: flags.yes === true }
  if (preset !== undefined) return adaptTo(preset, choices, flags)
  const { undoAdaptation } = await import('./adapt/undo.ts')
  await undoAdaptation(choices, flags)
}

async function adaptTo(preset: string, choices: Answered, flags: AdaptFlags): Promise<void> {
  const [{ domain: current }, next] = await Promise.all([
    import('../domain.ts') as Promise<{ domain: Domain }>,
    readPreset(preset),
  ])
  const { change, data } = await inDatabase(async (db) => lookAt(db, preset, current, next))
  if (flags.dryRun === true) {
    answer(flags, change, () => describeChange(change))
    return
  }
  if (choices.asks) process.stderr.write(`${describeChange(change)}\n`)
  const kept = await chooseWhatStays(change.falling, choices)
  await confirm(change, choices)

  // TypeScript, which they read with, takes longer to load than most commands to do their work.
  const { merge } = await import('./adapt/merge.ts')
  const { DomainSource } = await import('./adapt/source.ts')
  const files = await Promise.all([domainFile, presetFile(preset)].map((file) => readFile(file, 'utf8')))
  const [from = '', to = ''] = files
  const text = merge(new DomainSource(from), new DomainSource(to.replaceAll("from '../", "from './")), {
    kept,
    staying: change.staying,
  })
  const written = await writeAdaptation(text, `adapt to ${preset}`, data)
  answer(flags, { ...written, kept: kept.map(({ name }) => name) }, () =>
    [
      `src/domain.ts is that of ${preset}, and the revision ${written.revision} is written.`,
      ...written.losses.map((loss) => `It drops ${loss}.`),
      'npm start brings the database along, after a look at what would be lost. npx crowfoot adapt --undo takes it back.',
    ].join('\n'),
  )
}

async function readPreset(name: string): Promise<Domain> {
  const { domain } = (await import(pathToFileURL(presetFile(name)).href)) as { domain: Domain }
  return domain
}

async function lookAt(
  db: Reader | undefined,
  preset: string,
  current: Domain,
  next: Domain,
): Promise<{ change: Change; data: Data }> {
  const { falling, staying, common, ...difference } = differenceOf(current, next, resources)
  const broken = await Promise.all(
    common.map(async (each) => (db && (await breaksRules(db, each)) ? [each.place] : [])),
  )
  const data = await dataOf(db, current, next)
  const counted = await Promise.all(
    falling.map(async (each) => ({ ...each, values: db ? await countValues(db, each) : 0 })),
  )
  const isPublic = current.publicCatalogue === next.publicCatalogue ? undefined : next.publicCatalogue
  const { given, taken, types } = data
  return {
    change: {
      ...difference,
      preset,
      staying: [...staying, ...broken.flat()],
      falling: counted,
      types: types.map(({ name }) => name),
      ...{ given, taken, isPublic },
    },
    data,
  }
}
