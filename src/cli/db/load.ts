/** What the commands of `crowfoot db` share: the tool itself, the address of the database, and where it stands. */
import { statSync } from 'node:fs'
import { chosenPreset } from '../../config/preset.ts'
import type { State } from '../../db/migrate/index.ts'
import { CommandError } from '../command-error.ts'

/** The tool, the revisions and the address of the database: loaded only here, so that `--help` need not wait. */
export async function loadMigrationTool() {
  const [{ readConfig }, migrate] = await Promise.all([
    import('../../config.ts'),
    import('../../db/migrate/index.ts'),
  ])
  return { ...migrate, url: readConfig().databaseUrl }
}

/** @throws CommandError where a preset is tried: the database of a trial is built by the start, from what the preset declares */
export function refuseTrial(command: string): void {
  const preset = chosenPreset()
  if (preset !== undefined)
    throw new CommandError(
      `db ${command} is not for a trial: npm start builds what CROWFOOT_PRESET declares, and npx crowfoot adapt ${preset} makes the project like it`,
    )
}

/** Looking makes no database: where there is no file, there is no state. */
export async function readStateOf(): Promise<State | undefined> {
  const { readState, url } = await loadMigrationTool()
  return isMissing(url) ? undefined : readState(url)
}

/** How a database that is missing is made, for the end of a sentence. */
export function makesDatabase(what: 'it' | 'them' = 'it'): string {
  return chosenPreset() === undefined
    ? `npx crowfoot db upgrade makes ${what} (npm start fills it too)`
    : `npm start makes ${what}`
}

/** Whether there is no file. One in a folder that this account may not enter is there: opening it says what is wrong. */
export function isMissing(url: string): boolean {
  if (!url.startsWith('sqlite:')) return false
  try {
    return statSync(url.slice('sqlite:'.length), { throwIfNoEntry: false }) === undefined
  } catch {
    return false
  }
}
