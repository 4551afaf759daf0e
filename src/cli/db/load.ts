/** What the commands of `crowfoot db` share: the tool itself, the address of the database, and where it stands. */
import { statSync } from 'node:fs'
import type { State } from '../../db/migrate/index.ts'

/** The tool, the revisions and the address of the database: loaded only here, so that `--help` need not wait. */
export async function load() {
  const [{ readConfig }, migrate] = await Promise.all([
    import('../../config.ts'),
    import('../../db/migrate/index.ts'),
  ])
  return { ...migrate, url: readConfig().databaseUrl }
}

/** Looking makes no database: where there is no file, there is no state. */
export async function readStateOf(): Promise<State | undefined> {
  const { readState, url } = await load()
  return isMissing(url) ? undefined : readState(url)
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
