/** What the commands of `crowfoot db` share: the tool itself, the address of the database, and where it stands. */
import { existsSync } from 'node:fs'
import type { State } from '../../db/migrate/index.ts'

/** The tool, the revisions and the address of the database: loaded only here, so that `--help` need not wait. */
export async function load() {
  const [{ readConfig }, migrate] = await Promise.all([
    import('../../config.ts'),
    import('../../db/migrate/index.ts'),
  ])
  return { ...migrate, url: readConfig().databaseUrl }
}

export const plural = (count: number, one: string) => `${count} ${count === 1 ? one : `${one}s`}`

/** Looking makes no database: where there is no file, there is no state. */
export async function readStateOf(): Promise<State | undefined> {
  const { readState, url } = await load()
  return isMissing(url) ? undefined : readState(url)
}

export function isMissing(url: string): boolean {
  return url.startsWith('sqlite:') && !existsSync(url.slice('sqlite:'.length))
}
