/** A clone of the whole project, in which its own tools are run. */
import { execFile } from 'node:child_process'
import { cp, readdir } from 'node:fs/promises'
import path from 'node:path'
import { inject } from 'vitest'
import { asTrial } from '../../fields/trial-project.ts'
import type { TrialProject } from '../../fields/trial-project.ts'
import { cloneProject } from '../../setup/clone.ts'

const root = path.resolve(import.meta.dirname, '../../..')

export async function cloneWithTests(name: string): Promise<TrialProject> {
  const clone = await cloneProject(path.join(inject('runFolder'), `${name}-${String(process.pid)}`))
  const rest = [
    'LICENSE',
    'tests',
    'docs',
    'bench',
    'scripts',
    'vitest.config.ts',
    'eslint.config.js',
    '.prettierignore',
  ]
  const pages = (await readdir(root)).filter((file) => file.endsWith('.md') || file === '.env.example')
  for (const part of [...rest, ...pages])
    await cp(path.join(root, part), path.join(clone.folder, part), { recursive: true })
  return asTrial(clone)
}

/** Runs a tool of the clone. @returns what it said, where it failed */
export function run({ folder }: TrialProject, tool: string, ...args: string[]): Promise<string> {
  const { LONG: _long, VITEST: _vitest, ...env } = process.env
  return new Promise((resolve) => {
    const call = [path.join(folder, tool), ...args]
    execFile(process.execPath, call, { cwd: folder, env, maxBuffer: 1e8 }, (error, out, err) => {
      resolve(error ? out + err : '')
    })
  })
}
