/** The guides about fields, followed to the letter: each block of code is taken from the page and put where the page says. */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, inject, it, vi } from 'vitest'
import { compareRights, engines } from '../docs/guides/follow.ts'
import { cloneProject } from '../setup/clone.ts'
import type { Clone } from '../setup/clone.ts'
import { blocksOf } from '../setup/guide.ts'
import { hasFields } from '../setup/known-fields.ts'
import { createScratch } from '../setup/scratch.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 300_000 })

/** Puts a line of a declaration where it belongs: in the place of the one of its name, or first. */
async function declare({ folder }: Clone, line: string): Promise<void> {
  const file = path.join(folder, 'src/domain.ts')
  const text = await readFile(file, 'utf8')
  const name = /^ {4}(\w+):/.exec(line)?.[1] ?? ''
  const part = line.includes('noun: noun(') ? '\n  lookups: {\n' : '\n  fields: {\n'
  // A declaration over several lines ends with its bracket.
  const old = new RegExp(`^    ${name}: field\\.\\w+\\((?:.*\\}?\\),|[^]*?^    \\}\\),)\\n`, 'm')
  const edited = old.test(text)
    ? text.replace(old, () => `${line}\n`)
    : text.replace(part, () => `${part}${line}\n`)
  expect(edited).not.toBe(text)
  await writeFile(file, edited)
}

async function newestRevision({ folder }: Clone): Promise<string> {
  const revisions = path.join(folder, 'src/db/migrations')
  const last = (await readdir(revisions)).sort().at(-1) ?? ''
  return readFile(path.join(revisions, last), 'utf8')
}

describe.each(engines)('on %s', (engine) => {
  it.each([
    'add-a-field.md',
    'add-fixed-choices.md',
    // They change a line that a project may have taken out.
    ...(hasFields('description') ? ['make-a-field-private.md'] : []),
    ...(hasFields('identifier') ? ['show-filter-and-sort.md'] : []),
    'add-a-lookup.md',
  ])('%s does what it says', async (guide) => {
    const scratch = await createScratch(engine, 'empty')
    const url = typeof scratch.target === 'string' ? scratch.target : ''
    const clone = await cloneProject(
      path.join(inject('runFolder'), `guide-${engine}-${path.parse(guide).name}`),
    )
    const crowfoot = async (...args: string[]) => {
      const { code, out, err } = await clone.crowfoot(args, url)
      expect({ args, code, err }).toEqual({ args, code: 0, err: '' })
      return out
    }
    try {
      let rights = ''
      await crowfoot('data', 'sample')
      for (const { language, lines } of await blocksOf(guide)) {
        const [first = ''] = lines
        if (language === 'sh') {
          const commands = lines.filter((line) => line.startsWith('npx crowfoot '))
          for (const command of commands) await crowfoot(...command.split(' ').slice(2))
        } else if (/^ {4}\w+: (field\.|\{ noun)/.test(first)) await declare(clone, first)
        else if (/^ {2}\w+: \['/.test(first)) rights = first
        else {
          const revision = await newestRevision(clone)
          for (const line of lines) expect(revision).toContain(line)
        }
      }
      expect(await crowfoot('db', 'check')).toContain('agree')
      if (rights !== '') await compareRights(clone, rights)
    } finally {
      await scratch.remove()
    }
  })
})
