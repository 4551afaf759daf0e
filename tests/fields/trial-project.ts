/** A project with fields of its own, as a person makes it: lines in `src/domain.ts`, a generated revision, and its application. */
import { globSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, inject } from 'vitest'
import { pino } from 'pino'
import { readConfig } from '../../src/config.ts'
import type * as application from '../../src/app.tsx'
import type * as connection from '../../src/db/engine/connection.ts'
import type { Database } from '../../src/db/engine/connection.ts'
import type { App } from '../setup/browser.ts'
import { cloneProject } from '../setup/clone.ts'
import type { Clone } from '../setup/clone.ts'
import { pgliteDialects } from '../setup/pglite-dialects.ts'
import type { Scratch } from '../setup/scratch.ts'

export interface TrialProject extends Clone {
  /** A module of this project, not of ours. */
  load<Module>(file: string): Promise<Module>
  open(scratch: Scratch): Promise<Database>
  appOf(database: Database): Promise<App>
}

const beginning = { fields: '\n  fields: {\n', lookups: '\n  lookups: {\n' }

/** @param lines are put after the line that begins the fields, or the lookups */
export function trialProject(
  name: string,
  lines: Readonly<Record<'fields' | 'lookups', readonly string[]>>,
): Promise<TrialProject> {
  return changedProject(name, (domain) => {
    let text = domain
    for (const part of ['fields', 'lookups'] as const) {
      expect(text.split(beginning[part])).toHaveLength(2)
      // A function, since a line may hold a `$`.
      text = text.replace(
        beginning[part],
        () => beginning[part] + lines[part].map((line) => `${line}\n`).join(''),
      )
    }
    return text
  })
}

/** @param change makes the text of `src/domain.ts` from ours */
export async function changedProject(
  name: string,
  change: (domain: string) => string,
): Promise<TrialProject> {
  const clone = await cloneProject(path.join(inject('runFolder'), `${name}-${String(process.pid)}`))
  const domain = path.join(clone.folder, 'src/domain.ts')
  await writeFile(domain, change(await readFile(domain, 'utf8')))
  return asTrial(clone)
}

/** A clone whose code is run here. */
export function asTrial(clone: Clone): TrialProject {
  const load = <Module>(file: string) =>
    import(/* @vite-ignore */ path.join(clone.folder, 'src', file)) as Promise<Module>
  return {
    ...clone,
    load,
    async open({ target }) {
      const { openDatabase } = await load<typeof connection>('db/engine/connection.ts')
      return typeof target === 'string'
        ? openDatabase(target)
        : openDatabase('postgres://pglite', pgliteDialects(target.pglite))
    },
    async appOf(database) {
      const { createApp } = await load<typeof application>('app.tsx')
      const assets = { files: new Map(), styles: '/s.css', script: '/s.js', theme: '/t.js', fonts: [] }
      const config = readConfig({ LOG_LEVEL: 'silent' })
      return createApp({ config, database, assets, log: pino({ level: 'silent' }) })
    },
  }
}

const root = path.resolve(import.meta.dirname, '../..')

/** The files of src in which a project differs from ours, each with the lines that it has more. */
export async function differingFiles({ folder }: Clone): Promise<Record<string, string[]>> {
  const differing: Record<string, string[]> = {}
  for (const file of globSync('{src,cli,samples,public}/**/*.*', { cwd: folder })) {
    const [ours, theirs] = await Promise.all(
      [root, folder].map((where) => readFile(path.join(where, file), 'utf8').catch(() => '')),
    )
    if (ours === theirs) continue
    const before = new Set(ours?.split('\n'))
    differing[file.replaceAll(path.sep, '/')] = (theirs ?? '').split('\n').filter((line) => !before.has(line))
  }
  return differing
}
