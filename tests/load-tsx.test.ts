/** The server runs without a loader of others: `.tsx` files are understood, and their errors name the lines that we wrote. */
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'
import { projectRoot } from '../src/config.ts'

/** Runs a program in a Node of its own, in the project's folder, and answers what it prints. */
async function run(program: string): Promise<string> {
  const args = ['--input-type=module', '--eval', program]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: projectRoot })
  return stdout
}

it('lets Node import a .tsx file, which it does not understand by itself', async () => {
  const printTitle = `
    const { Layout } = await import('./src/ui/layout.tsx')
    console.log(typeof Layout)`
  await expect(run(printTitle)).rejects.toThrow('Unknown file extension')
  const prepare = `const { loadTsx } = await import('./src/load-tsx.ts'); await loadTsx();`
  expect(await run(prepare + printTitle)).toBe('function\n')
})

it('is not needed for what the server loads before it: the port is opened meanwhile', async () => {
  expect(await run(`await import('./src/serve.ts'); console.log('loaded')`)).toBe('loaded\n')
})

it('lets stacks name the line of the .tsx file', async () => {
  const program = `
    const { loadTsx } = await import('./src/load-tsx.ts')
    await loadTsx()
    const { createApp } = await import('./src/app.tsx')
    try { createApp() } catch (error) { console.log(error.stack) }`
  const lines = (await readFile(join(projectRoot, 'src/app.tsx'), 'utf8')).split('\n')
  const place = lines.findIndex((line) => line.startsWith('export function createApp(')) + 1
  expect(await run(program)).toMatch(new RegExp(`src[/\\\\]app\\.tsx:${place}:`))
})
