/** The guide `make-it-an-inventory.md`, followed to the letter: tried, adapted, started and taken back. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, inject, it, vi } from 'vitest'
import { domain } from '../../../src/domain.ts'
import { domain as library } from '../../../src/presets/library.ts'
import { capital } from '../../../src/rules/words.ts'
import { domain as inventory } from '../../../src/presets/inventory.ts'
import { cloneProject } from '../../setup/clone.ts'
import { blocksOf } from '../../setup/guide.ts'
import { createScratch } from '../../setup/scratch.ts'
import { compareRights, engines, startAndRead } from './follow.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 300_000 })

// The page says what falls away from the library: another project has other fields.
const isLibrary = JSON.stringify(domain) === JSON.stringify(library)

describe.each(engines)('on %s', (engine) => {
  it.runIf(isLibrary)('make-it-an-inventory.md does what it says', async () => {
    const scratch = await createScratch(engine, 'empty')
    const url = typeof scratch.target === 'string' ? scratch.target : ''
    const clone = await cloneProject(
      path.join(inject('runFolder'), `guide-inventory-${engine}-${String(process.pid)}`),
    )
    const declaration = () => readFile(path.join(clone.folder, 'src/domain.ts'), 'utf8')
    const before = await declaration()
    let out = ''
    const crowfoot = async (...args: string[]) => {
      const answer = await clone.crowfoot(args, url)
      expect({ args, code: answer.code, err: answer.err }).toEqual({ args, code: 0, err: '' })
      out = answer.out
    }
    try {
      await crowfoot('data', 'sample')
      for (const { language, lines } of await blocksOf('make-it-an-inventory.md'))
        for (const line of lines) {
          const [program, ...words] = line.split(' ')
          if (language === 'text') expect(out.split('\n')).toContain(line)
          else if (language === 'ts') await compareRights(clone, line)
          else if (program === 'npx') await crowfoot(...words.slice(1))
          else {
            // A trial has a database of its own, whatever the project's is.
            const [name = '', value] = program?.split('=') ?? []
            const settings = value === undefined ? { DATABASE_URL: url } : { [name]: value, DATABASE_URL: '' }
            const page = await startAndRead(clone, settings, '/items')
            expect(page).toContain(`${capital(inventory.item.many)} · ${inventory.name}`)
            expect(page).toContain('href="/creators">Suppliers</a>')
          }
        }
      expect(await declaration()).toBe(before)
      await crowfoot('db', 'check')
      expect(out).toContain('agree')
      await crowfoot('data', 'export', '-')
      // The year was kept, and is in its column of the library again.
      expect(out.split('\r\n')[0]?.split(',')).toContain('year')
      expect(out.match(/,\d{4},/g)?.length).toBeGreaterThan(400)
    } finally {
      await scratch.remove()
    }
  })
})
