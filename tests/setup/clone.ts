/** A clone of the project in a folder of its own, for what a person does there: type commands, change a model, write a revision. */
import { execFile } from 'node:child_process'
import { cp, symlink } from 'node:fs/promises'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '../..')

export interface Outcome {
  code: number
  out: string
  err: string
}

export interface Clone {
  readonly folder: string
  /** Calls `npx crowfoot` there, on the database of the settings unless another is named. */
  crowfoot(
    args: readonly string[],
    url?: string,
    settings?: Readonly<Record<string, string>>,
  ): Promise<Outcome>
}

/** @param folder is made; the packages are those of this project */
export async function cloneProject(folder: string): Promise<Clone> {
  for (const part of ['src', 'cli', 'samples', 'public', 'package.json', 'tsconfig.json', '.prettierrc'])
    await cp(path.join(root, part), path.join(folder, part), { recursive: true })
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'), 'junction')
  return {
    folder,
    crowfoot: (args, url = '', settings = {}) => crowfoot(folder, args, { ...settings, DATABASE_URL: url }),
  }
}

function crowfoot(
  folder: string,
  args: readonly string[],
  settings: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const bin = path.join(folder, 'cli/bin/crowfoot.mjs')
  const env = { ...process.env, ...settings }
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [bin, ...args], { cwd: folder, env }, (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err })
    })
    child.stdin?.end()
  })
}
