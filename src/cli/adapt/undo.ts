/** Takes the last adaptation back: the database to before its revision, and `src/domain.ts` to what it was. */
import { readFile } from 'node:fs/promises'
import { answer, CommandError } from '../command.ts'
import type { JsonOption } from '../command.ts'
import { loadMigrationTool, readStateOf } from '../db/load.ts'
import { chooseWhatStays, mustBeMeant } from './ask.ts'
import type { Answered } from './ask.ts'
import { heldBy } from './difference.ts'
import type { Counted, Falling } from './difference.ts'
import { domainFile, hasRevision, lastReplaced, putBack } from './files.ts'
import type { Replaced } from './files.ts'
import { countValues, inDatabase } from './holdings.ts'
import { DomainSource } from './source.ts'
import type { Place } from './source.ts'

export async function undoAdaptation(
  choices: Answered,
  flags: JsonOption & { dryRun?: boolean },
): Promise<void> {
  const replaced = await lastReplaced()
  if (!replaced) throw new CommandError('there is no adaptation to take back')
  if (hasRevision(replaced)) await mustBeLast(replaced)
  const isApplied = (await readStateOf())?.applied.includes(replaced.revision) ?? false
  const falling = isApplied ? await whatGoes(replaced) : []
  if (flags.dryRun === true) {
    answer(flags, { revision: replaced.revision, falling }, () => describe(replaced, falling))
    return
  }
  if (choices.asks) process.stderr.write(`${describe(replaced, falling)}\n`)
  const open = falling.find(({ name }) => !choices.drop.includes(name) && !choices.keep.includes(name))
  if (open && !choices.asks)
    throw new CommandError(
      `"${open.name}" (${heldBy(open)}) would be lost on the way back: say --drop ${open.name} where that is meant`,
    )
  const kept = await chooseWhatStays(falling, choices)
  const [first] = kept
  if (first)
    throw new CommandError(
      `"${first.name}" cannot be kept on the way back: npx crowfoot adapt PRESET --keep ${first.name} goes to another preset with it`,
    )
  if (!choices.yes) {
    if (!choices.asks) throw new CommandError('nothing was changed: --yes says that it is meant')
    await mustBeMeant('Take it back? [y/N] ')
  }
  if (isApplied) {
    const { downgrade, url } = await loadMigrationTool()
    await downgrade(url, { branch: replaced.revision })
  }
  await putBack(replaced)
  answer(flags, { undone: replaced.revision, applied: isApplied }, () =>
    isApplied
      ? `${replaced.revision} is undone in the database, and src/domain.ts is as it was before.`
      : `${replaced.revision} was not applied yet. src/domain.ts is as it was before.`,
  )
}

/** @throws CommandError where later revisions build on it, or it is of another branch */
async function mustBeLast({ revision }: Replaced): Promise<void> {
  const { loadRevisions } = await loadMigrationTool()
  const history = await loadRevisions()
  const [later] = history.descendants(history.find(revision))
  if (later !== undefined)
    throw new CommandError(
      `${later} was written after ${revision}: undo it first (npx crowfoot db downgrade ${revision}), and delete its file`,
    )
}

/** What the declaration of today has and the one of before had not, where something is in it. */
async function whatGoes({ text }: Replaced): Promise<Counted[]> {
  const today = new DomainSource(await readFile(domainFile, 'utf8'))
  const falling = fallingOnTheWayBack(today, new DomainSource(text))
  return inDatabase(async (db) => {
    if (!db) return []
    const counted = await Promise.all(
      falling.map(async (each) => ({ ...each, values: await countValues(db, each) })),
    )
    return counted.filter(({ values }) => values > 0)
  })
}

/** What one declaration has and the one before it had not. */
export function fallingOnTheWayBack(today: DomainSource, before: DomainSource): Falling[] {
  const missing = (place: Place) =>
    today
      .namesAt(place)
      .filter((name) => !before.namesAt(place).includes(name))
      .map((name) => [...place, name])
  const lookups = before.namesAt(['lookups'])
  const places = [
    ...missing(['fields']),
    ...lookups.flatMap((name) => missing(['lookups', name, 'fields'])),
    ...lookups.flatMap((name) => missing(['lookups', name])).filter((place) => place.at(-1) === 'sortName'),
    ...missing(['lookups']),
  ]
  return places.map((place) => {
    const name = nameOf(place)
    return {
      what: place.length === 2 && place[0] === 'lookups' ? 'lookup' : 'field',
      name,
      label: name,
      place,
    }
  })
}

/** As a person names it: `year`, `suppliers`, `creators.birth_year`, `creators.sort_name`. */
function nameOf([top = '', name = '', part, field = 'sort_name']: Place): string {
  return top === 'lookups' && part !== undefined ? `${name}.${field}` : name
}

function describe({ revision }: Replaced, falling: readonly Counted[]): string {
  return [
    `Takes back ${revision}.`,
    ...falling.map((each) => `  lost       ${each.name} (${heldBy(each)})`),
  ].join('\n')
}
