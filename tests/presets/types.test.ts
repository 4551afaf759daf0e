/** Each preset can stand in the place of `src/domain.ts`: the types agree, and so do the models with the revision that is generated. */
import { execFile } from 'node:child_process'
import { cp, readFile, readdir } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { changedProject } from '../fields/trial-project.ts'

vi.setConfig({ testTimeout: 900_000 })

const root = path.resolve(import.meta.dirname, '../..')
const long = process.env.LONG === '1'

/** Its fields under other names than the tables of their links: those are made for it, and the old ones stay. */
const renamed = (text: string) =>
  text
    .replace(/\n {4}creators: field\.lookup/, '\n    suppliers: field.lookup')
    .replace(/\n {4}categories: field\.lookup/, '\n    labels: field.lookup')
    .replaceAll("'creators', 'place'", "'suppliers', 'place'")
    .replaceAll("by: 'categories'", "by: 'labels'")

describe.runIf(long)('in the place of domain.ts', () => {
  it.each([
    ['inventory', 'inventory', (text: string) => text],
    ['tasks', 'tasks', (text: string) => text],
    ['media', 'media', (text: string) => text],
    ['archive', 'archive', (text: string) => text],
    ['an inventory with fields of its own for its lists', 'inventory', renamed],
  ])('%s passes the check of types, and its revision goes up', async (name, preset, change) => {
    const text = await readFile(path.join(root, `src/presets/${preset}.ts`), 'utf8')
    const project = await changedProject(`types-${name.replaceAll(' ', '-')}`, () =>
      change(text).replaceAll(`from '../`, `from './`),
    )
    const have = new Set(['node_modules', '.git', 'data', ...(await readdir(project.folder))])
    for (const part of await readdir(root))
      if (!have.has(part))
        await cp(path.join(root, part), path.join(project.folder, part), { recursive: true })
    const wrong = await new Promise<string>((resolve) => {
      const args = ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.']
      execFile(process.execPath, args, { cwd: project.folder }, (error, out, err) =>
        resolve(error ? out + err : ''),
      )
    })
    // The tests of this project say in places what creators an item has.
    const lines = wrong.split('\n').filter((line) => change !== renamed || line.startsWith('src/'))
    expect(lines.join('\n')).toBe('')
    const url = `sqlite:${path.join(project.folder, 'data/types.db')}`
    for (const command of [['revision', '--no-rename'], ['upgrade'], ['check']])
      expect(await project.crowfoot(['db', ...command], url)).toMatchObject({ code: 0, err: '' })
  })
})
