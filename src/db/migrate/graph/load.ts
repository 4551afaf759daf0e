/** Reads the revision files of a folder. */
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { MigrationError } from '../core/errors.ts'
import { History } from './graph.ts'
import type { Revision, RevisionFile } from '../core/revision.ts'
import { trialId, trialRevision } from './trial.ts'

/** The project's revisions. */
export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url))

/** Imports every revision of the folder. @throws MigrationError naming the file that cannot be used */
export async function loadRevisions(folder: string = migrationsFolder): Promise<History> {
  const ids = await idsIn(folder)
  const revisions = await Promise.all(ids.map((id) => loadRevision(folder, id)))
  const trial = folder === migrationsFolder ? await trialRevision(revisions) : undefined
  return new History(trial ? [...revisions, trial] : revisions)
}

/** The ids of the project's revisions: the names of their files, without the ending; and the one that a trial adds. */
export async function listRevisions(): Promise<string[]> {
  const ids = await idsIn(migrationsFolder)
  const trial = await trialId(ids)
  return trial === undefined ? ids : [...ids, trial]
}

async function idsIn(folder: string): Promise<string[]> {
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
