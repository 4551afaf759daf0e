/** Reads the revision files of a folder. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { MigrationError } from '../core/errors.ts'
import { History } from './graph.ts'
import type { Revision, RevisionFile } from '../core/revision.ts'

/** The project's revisions. */
export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

/** Imports every revision of the folder. @throws MigrationError naming the file that cannot be used */
export async function loadRevisions(folder: string = migrationsFolder): Promise<History> {
  const ids = await listRevisions(folder)
  return new History(await Promise.all(ids.map((id) => loadRevision(folder, id))))
}

/** The ids of the folder's revisions: the names of its files, without their ending. */
export async function listRevisions(folder: string = migrationsFolder): Promise<string[]> {
  const names = await readdir(folder)
  return names
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => name.slice(0, -'.ts'.length))
}

async function loadRevision(folder: string, id: string): Promise<Revision> {
  const name = `${id}.ts`
  const path = join(folder, name)
  const file = await importFile(path, name)
  const { follows } = file
  return {
    id,
    follows: follows === null ? [] : typeof follows === 'string' ? [follows] : follows,
    message: file.message,
    checksum: checksumOf(await readFile(path, 'utf8')),
    file,
  }
}

async function importFile(path: string, name: string): Promise<RevisionFile> {
  let file: Partial<RevisionFile> | undefined
  try {
    file = ((await import(pathToFileURL(path).href)) as { default?: RevisionFile }).default
  } catch (error) {
    const reason = (error as Error).message.split('\n').find((line) => line.trim() !== '') ?? 'unknown error'
    throw new MigrationError(`the revision file ${name} cannot be read: ${reason.trim()}`, { cause: error })
  }
  const complete =
    file?.follows !== undefined &&
    typeof file.message === 'string' &&
    typeof file.up === 'function' &&
    file.down !== undefined
  if (!complete)
    throw new MigrationError(
      `the revision file ${name} does not say "export default defineRevision({ follows, message, up, down })"`,
    )
  return file as RevisionFile
}

/** The same on every machine: line ends do not count. */
export function checksumOf(text: string): string {
  return createHash('sha256').update(text.replaceAll('\r\n', '\n')).digest('hex')
}
