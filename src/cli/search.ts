/** `crowfoot search`: looks after the search index, which follows the items by itself. */
import { Command } from 'commander'
import { domain } from '../domain.ts'
import { counted, formatNumber } from '../rules/words.ts'
import { answer, CommandError, withDatabase, withJson } from './command.ts'
import type { JsonOption } from './command.ts'
import { progress } from './progress.ts'
import type { Progress } from './progress.ts'

export function searchCommand(): Command {
  return new Command('search')
    .description(
      `Looks after the search index. It follows the ${domain.item.many} by itself; changes made by hand it does not see.`,
    )
    .addCommand(verifyCommand())
    .addCommand(rebuildCommand())
}

function verifyCommand(): Command {
  return withJson(new Command('verify'))
    .description(`Compares the index with all ${domain.item.many}, and says what differs.`)
    .action(verify)
}

function rebuildCommand(): Command {
  return withJson(new Command('rebuild'))
    .description('Builds the index anew. Searches go on in the old one until it is done.')
    .action(rebuild)
}

/** A bar that begins when it is known how much there is to do. */
function lateProgress(label: string): { at: (done: number, all: number) => void; end: () => void } {
  let bar: Progress | undefined
  return {
    at(done, all) {
      bar ??= progress(label, all)
      bar.at(done)
    },
    end: () => bar?.end(),
  }
}

async function verify(flags: JsonOption): Promise<void> {
  const { verifyIndex } = await import('../search/verify.ts')
  const bar = lateProgress('Comparing')
  const found = await withDatabase(
    (database) => verifyIndex(database.em().getKysely(), bar.at).finally(bar.end),
    'existing',
  )
  if (!found)
    throw new CommandError(
      'there is no search index yet. Build it with npx crowfoot search rebuild, or start the application',
    )
  const { missing, changed, gone, queued, damage } = found
  const faults = [
    missing.count > 0 &&
      `${counted(missing.count, domain.item)} missing from the index (${named(missing.ids)})`,
    changed.count > 0 &&
      `${counted(changed.count, domain.item)} other than the index says (${named(changed.ids)})`,
    gone.count > 0 && `${counted(gone.count, domain.item)} in the index that are gone (${named(gone.ids)})`,
    damage !== undefined && `the tables of the index are damaged: ${damage}`,
  ].filter((line) => line !== false)
  const waiting = queued > 0 ? ` ${formatNumber(queued)} wait to be put into it anew.` : ''
  answer(flags, { ...found, agrees: faults.length === 0 }, () =>
    faults.length === 0
      ? `The index agrees with ${counted(found.items, domain.item)}.${waiting}`
      : `${faults.join('\n')}${waiting && `\n${waiting.trim()}`}`,
  )
  if (faults.length > 0)
    throw new CommandError('the index differs. Build it anew with npx crowfoot search rebuild')
}

const named = (ids: readonly number[]) => `number ${ids.join(', ')}${ids.length === 10 ? ', ...' : ''}`

async function rebuild(flags: JsonOption): Promise<void> {
  const { buildIndex } = await import('../search/build.ts')
  const bar = lateProgress('Building the index')
  const items = await withDatabase(
    (database) => buildIndex(database.em(), { anew: true, onProgress: bar.at }).finally(bar.end),
    'existing',
  )
  if (items === undefined) throw new CommandError('another process has built the index meanwhile')
  answer(flags, { items }, () => `The index was built anew from ${counted(items, domain.item)}.`)
}
