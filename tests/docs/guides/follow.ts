/** What the tests of several guides share: to do by program what a page tells a person to do by hand. */
import { spawn } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'vitest'
import type * as policy from '../../../src/security/rights/policy.ts'
import type * as viewers from '../../../src/security/rights/viewer.ts'
import type { Clone } from '../../setup/clone.ts'
import { serverUrl } from '../../setup/server.ts'

/** Edits a file of a clone. That nothing came of it is a mistake of the guide. */
export async function edit(
  { folder }: Pick<Clone, 'folder'>,
  file: string,
  change: (text: string) => string,
): Promise<void> {
  const place = path.join(folder, file)
  const before = await readFile(place, 'utf8')
  const after = change(before)
  expect(after, file).not.toBe(before)
  await writeFile(place, after)
}

/** The file of the revision that was written last, in a clone. */
export async function newestRevision({ folder }: Pick<Clone, 'folder'>): Promise<string> {
  const revisions = 'src/db/migrations'
  return `${revisions}/${(await readdir(path.join(folder, revisions))).toSorted().at(-1) ?? ''}`
}

/** Puts lines before, or after, the first line that has these words. */
export function put(lines: readonly string[], where: 'before' | 'after', words: string) {
  return (text: string): string => {
    const all = text.split('\n')
    const at = all.findIndex((line) => line.includes(words))
    expect(at, words).not.toBe(-1)
    return all.toSpliced(where === 'before' ? at : at + 1, 0, ...lines).join('\n')
  }
}

/** The words of a command, of which some stand between quotes. */
export const wordsOf = (line: string) =>
  [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? '')

/** Whether the line of the table of rights says of visitors what the declaration of the clone does. */
export async function compareRights({ folder }: Clone, line: string): Promise<void> {
  const [, name = '', read = '', write = ''] = /^ {2}(\w+): \['(\w*)', '(\w*)'\],$/.exec(line) ?? []
  const load = <Module>(file: string) =>
    import(/* @vite-ignore */ path.join(folder, 'src/security/rights', file)) as Promise<Module>
  const { mayReadField, mayWriteField } = await load<typeof policy>('policy.ts')
  const { visitor, operator } = await load<typeof viewers>('viewer.ts')
  expect([mayReadField(visitor(true), name), mayWriteField(visitor(true), name)]).toEqual(
    [read, write].map((letters) => letters.includes('v')),
  )
  expect([mayReadField(operator, name), mayWriteField(operator, name)]).toEqual([true, true])
}

// A command cannot open a PGlite, which lives in this process.
export const engines: readonly ('sqlite' | 'postgresql')[] =
  serverUrl === undefined ? ['sqlite'] : ['sqlite', 'postgresql']

/** Runs `npm start` in a clone. @returns what a page of it says */
export async function startAndRead(
  { folder }: Pick<Clone, 'folder'>,
  settings: Readonly<Record<string, string>>,
  address: string,
): Promise<string> {
  const env = { ...process.env, PORT: '0', LOG_LEVEL: 'silent', ...settings }
  const child = spawn(process.execPath, ['src/server.ts'], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  let said = ''
  try {
    const url = await new Promise<string>((resolve, reject) => {
      const listen = (piece: Buffer) => {
        said += piece.toString()
        const ready = / is ready at (\S+)/.exec(said)?.[1]
        if (ready !== undefined) resolve(ready)
      }
      child.stdout.on('data', listen)
      child.stderr.on('data', listen)
      void ended.then(() => reject(new Error(said)))
    })
    return await (await fetch(new URL(address, url))).text()
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}
