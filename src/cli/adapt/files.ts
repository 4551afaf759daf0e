/** The files that adapting writes: the declaration, the revision, and beside the revision the declaration as it was. */
import { fork } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { projectRoot } from '../../config.ts'
import type { Generated } from '../../db/migrate/generate/index.ts'
import { CommandError } from '../command-error.ts'
import type { Data } from './holdings.ts'
import type { Job } from './revision.ts'

const source = path.join(projectRoot, 'src')
export const domainFile = path.join(source, 'domain.ts')
const migrations = path.join(source, 'db/migrations')
/** As deep as the folder of the revisions, so that what is imported there is found. */
const drafts = path.join(source, 'db/drafts')
const draft = path.join(source, 'domain.draft.ts')

const ending = '.domain.txt'

export interface Written {
  readonly revision: string
  readonly losses: readonly string[]
}

/**
 * Writes all of it, or nothing: the drafts take their places when they are complete.
 * @param text the new declaration
 * @throws CommandError where no revision can be made of it
 */
export async function writeAdaptation(text: string, message: string, data: Data): Promise<Written> {
  try {
    await mkdir(drafts, { recursive: true })
    await writeFile(draft, await formatted(text))
    const made = await writeRevision({ domain: draft, folder: drafts, message, data })
    await writeFile(path.join(migrations, made.id + ending), await readFile(domainFile))
    await rename(made.path, path.join(migrations, `${made.id}.ts`))
    await rename(draft, domainFile)
    return { revision: made.id, losses: made.losses }
  } finally {
    await rm(drafts, { recursive: true, force: true })
    await rm(draft, { force: true })
  }
}

function writeRevision(job: Job): Promise<Generated> {
  const child = fork(path.join(import.meta.dirname, 'revision.ts'), { stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('message', (made: Generated | { refused: string }) => {
      if ('refused' in made)
        reject(new CommandError(made.refused.replace('src/domain.ts: ', 'the new declaration: ')))
      else resolve(made)
    })
    child.once('error', reject)
    child.once('exit', (code) =>
      reject(new CommandError(`the revision was not written (exit code ${code ?? 'none'})`)),
    )
    child.send(job)
  })
}

/** In the project's style, where the formatter is installed. */
async function formatted(text: string): Promise<string> {
  const prettier = await import('prettier').catch(() => undefined)
  if (!prettier) return text
  const style = await prettier.resolveConfig(domainFile)
  return prettier.format(text, { ...style, filepath: domainFile })
}

/** A declaration that an adaptation replaced. */
export interface Replaced {
  /** The revision that was written with it. */
  readonly revision: string
  readonly text: string
}

/** The last adaptation; undefined where there was none. */
export async function lastReplaced(): Promise<Replaced | undefined> {
  const [name] = (await readdir(migrations))
    .filter((file) => file.endsWith(ending))
    .toSorted()
    .toReversed()
  if (name === undefined) return undefined
  return {
    revision: name.slice(0, -ending.length),
    text: await readFile(path.join(migrations, name), 'utf8'),
  }
}

/** The file of a revision is still there, unless an earlier attempt to take it back was cut off. */
export function hasRevision({ revision }: Replaced): boolean {
  return existsSync(path.join(migrations, `${revision}.ts`))
}

/** Puts the declaration back and takes the revision away. May be done again where it was cut off. */
export async function putBack({ revision, text }: Replaced): Promise<void> {
  await writeFile(draft, text)
  await rename(draft, domainFile)
  await rm(path.join(migrations, `${revision}.ts`), { force: true })
  await rm(path.join(migrations, revision + ending))
}
