/** The `crowfoot` command as a person calls it: a process of its own, from any folder. */
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { createProgram } from '../../src/cli/program.ts'
import { problemWith, spellOut } from '../docs/commands.ts'

const root = path.resolve(import.meta.dirname, '../..')
const version = (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string })
  .version

/** Fails where TypeScript is loaded, as it does where the packages for development are not installed. */
const withoutTypeScript = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module'
  registerHooks({ resolve: (name, context, next) => next(name === 'typescript' ? 'not-installed' : name, context) })`)}`

function crowfoot(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const bin = path.join(root, 'cli/bin/crowfoot.mjs')
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['--import', withoutTypeScript, bin, ...args],
      { cwd: os.tmpdir() },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, out, err })
      },
    )
  })
}

describe('npx crowfoot', () => {
  it('prints its version', async () => {
    expect(await crowfoot('--version')).toEqual({ code: 0, out: `${version}\n`, err: '' })
  })

  it('answers a command that does not exist with the usage and exit code 2', async () => {
    const { code, out, err } = await crowfoot('nonsense')
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(/^crowfoot: unknown command 'nonsense'\n/)
  })

  it('names every group of commands in its help', async () => {
    const { code, out } = await crowfoot('--help')
    expect(code).toBe(0)
    for (const { call } of spellOut(createProgram())) expect(out).toContain(`  ${call.split(' ')[1] ?? ''}`)
  })

  it('shows only examples in its help that exist', async () => {
    const { out } = await crowfoot('--help')
    const examples = out.split('\n').filter((line) => line.includes('npx crowfoot'))
    expect(examples).not.toEqual([])
    expect(examples.map((line) => problemWith(line, createProgram())).filter(Boolean)).toEqual([])
  })

  it.each(createProgram().commands.map((group) => group.name()))(
    'explains crowfoot %s in its help',
    async (group) => {
      const { code, out } = await crowfoot(group, '--help')
      expect(code).toBe(0)
      expect(out).toContain(`Usage: npx crowfoot ${group}`)
    },
  )
})
