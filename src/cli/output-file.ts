/** Writes what a command gives out to where its argument says: a file, through links; a pipe or device; standard output. */
import { randomUUID } from 'node:crypto'
import { createWriteStream, fstatSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { chmod, chown, copyFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { CommandError } from './command.ts'

export interface Destination {
  /** Whether nothing else may be printed there. */
  isStandardOutput: boolean
  /** Writes all of it; a file that was there before stays as it was until all is written. */
  write(text: Readable): Promise<void>
}

/** @param file a path, or `-` for standard output @throws CommandError where nothing can be written */
export async function destinationOf(file: string): Promise<Destination> {
  const found = file === '-' ? undefined : await statOf(file)
  // `/dev/stdout` is our own standard output, and may be a socket, which cannot be opened a second time.
  if (file === '-' || (found !== undefined && isStraight(file, found) && isSameAs(found, 1)))
    return { isStandardOutput: true, write: (text) => stream(text, process.stdout) }
  if (found?.isDirectory() === true) throw new CommandError(`"${file}" is a folder: name a file in it`)
  if (found !== undefined && isStraight(file, found)) {
    // At its end: `/dev/fd/3` may be a file that a shell has opened to add to it.
    const write = (text: Readable) => stream(text, createWriteStream(file, { flags: 'a' }))
    return { isStandardOutput: false, write }
  }
  const target = found === undefined ? await endOfLinks(file) : await realpath(file)
  const folder = path.dirname(target)
  // A mistyped folder is not made: the file would lie where nobody looks for it.
  if ((await statOf(folder))?.isDirectory() !== true)
    throw new CommandError(`there is no folder "${folder}": make it, or name another one`)
  return { isStandardOutput: false, write: (text) => replace(target, found, text) }
}

/** Pipes and devices take what is written at once; none of them can be put in place of another file at the end. */
function isStraight(file: string, found: Stats): boolean {
  return !found.isFile() || /^\/(dev|proc)\//.test(path.resolve(file))
}

/**
 * Writes beside the file first: what breaks off leaves the older one as it was. A new file is for its owner alone, because it
 * may hold what is private; one that was there keeps its mode and owner.
 */
async function replace(target: string, before: Stats | undefined, text: Readable): Promise<void> {
  const unfinished = `${target}.${randomUUID()}.part`
  try {
    await stream(text, createWriteStream(unfinished, { flags: 'wx', mode: 0o600 }))
    if (before === undefined) await rename(unfinished, target)
    else if (before.nlink === 1) {
      // Someone who may not give files away keeps the new one as their own. The owner comes first: changing it clears bits of the mode.
      await chown(unfinished, before.uid, before.gid).catch(() => undefined)
      await chmod(unfinished, before.mode & 0o7777)
      await rename(unfinished, target)
    } else {
      // It has other names, which would go on showing the old content if a new file took this one.
      await copyFile(unfinished, target)
      await chmod(target, before.mode & 0o7777)
    }
  } finally {
    await rm(unfinished, { force: true })
  }
}

async function stream(text: Readable, to: NodeJS.WritableStream): Promise<void> {
  await pipeline(text, to, { end: to !== process.stdout }).catch((error: unknown) => {
    if (codeOf(error) === 'EPIPE') throw new CommandError('the reader went away before all was written')
    throw error
  })
}

/** Where a link leads that leads to nothing yet: the file is made there. */
async function endOfLinks(file: string): Promise<string> {
  const next = await readlink(file).catch(() => undefined)
  return next === undefined ? path.resolve(file) : endOfLinks(path.resolve(path.dirname(file), next))
}

async function statOf(file: string): Promise<Stats | undefined> {
  return stat(file).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR') return undefined
    throw error
  })
}

function isSameAs(found: Stats, descriptor: number): boolean {
  const open = fstatSync(descriptor)
  return open.dev === found.dev && open.ino === found.ino
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
