/** The guide `add-a-table.md`, followed to the letter: each block of code is taken from the page and put where the page says. */
import { readFile, readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { resourceNamed } from '../../../src/resources/declared.ts'
import { addItems } from '../../setup/catalogue.ts'
import { messageAt } from '../../setup/form-page.ts'
import { blocksOf } from '../../setup/guide.ts'
import { signedIn } from '../../setup/people.ts'
import { createScratch } from '../../setup/scratch.ts'
import type { Scratch } from '../../setup/scratch.ts'
import { serverUrl } from '../../setup/server.ts'
import type { TrialProject } from '../../fields/trial-project.ts'
import { cloneWithTests, run } from './clone-with-tests.ts'

// Each command is a process of its own.
vi.setConfig({ testTimeout: 600_000 })

// A command cannot open a PGlite, which lives in this process.
const engines = serverUrl === undefined ? (['sqlite'] as const) : (['sqlite', 'postgresql'] as const)

async function change(clone: TrialProject, file: string, edit: (text: string) => string): Promise<void> {
  const place = path.join(clone.folder, file)
  const before = await readFile(place, 'utf8')
  const after = edit(before)
  expect(after).not.toBe(before)
  await writeFile(place, after)
}

/** Puts a block of TypeScript where the guide says. */
async function put(clone: TrialProject, lines: readonly string[]): Promise<void> {
  const [first = ''] = lines
  const code = `${lines.join('\n')}\n`
  const commands = 'src/features/loans/commands.ts'
  if (first.startsWith('      note: '))
    await change(clone, 'src/resources.ts', (text) =>
      text.replace(/^ {6}returned: .*\n/m, (line) => line + code),
    )
  else if (first.startsWith('export function createLoan('))
    await change(clone, commands, (text) =>
      text.replace(/^export function createLoan\([^]*?^\}\n/m, () => code),
    )
  else if (first.startsWith('import '))
    await change(clone, commands, (text) => text.replace(/^import /m, () => `${code}import `))
  else {
    const folder = path.join(clone.folder, 'src/db/migrations')
    const newest = (await readdir(folder)).sort().at(-1) ?? ''
    const revision = await readFile(path.join(folder, newest), 'utf8')
    for (const line of lines) expect(revision).toContain(line)
  }
}

/** What the guide promises in the end: an item is lent once at a time. */
async function lendTwice(clone: TrialProject, scratch: Scratch): Promise<void> {
  const database = await clone.open(scratch)
  try {
    const app = await clone.appOf(database)
    const staff = await signedIn(database, app, 'staff')
    const [item] = await addItems(database, [{ title: 'Lent' }])
    const sent = { item: String(item), user: staff.username, due: '2026-12-24', note: 'A torn page' }
    expect((await staff.post('/loans', sent)).status).toBe(303)
    expect(await (await staff.get(`/items/${item ?? 0}`)).text()).toContain('Loans')
    const again = await staff.post('/loans', sent)
    expect(again.status).toBe(422)
    expect(messageAt(await again.text(), 'item')).toContain('This item is lent')
  } finally {
    await database.close()
  }
}

// A project that has followed the guide has loans already.
const isFree = resourceNamed('loans') === undefined

describe.each(engines)('on %s', (engine) => {
  it.runIf(isFree)('add-a-table.md does what it says', async () => {
    const scratch = await createScratch(engine, 'empty')
    const url = typeof scratch.target === 'string' ? scratch.target : ''
    const clone = await cloneWithTests(`guide-add-a-table-${engine}`)
    const crowfoot = async (...args: string[]) => {
      const { code, out, err } = await clone.crowfoot(args, url)
      expect({ args, code, err }).toEqual({ args, code: 0, err: '' })
      return out
    }
    try {
      await crowfoot('data', 'sample')
      for (const { language, lines } of await blocksOf('add-a-table.md')) {
        if (language === 'ts') await put(clone, lines)
        const commands = lines.filter((line) => language === 'sh' && line.startsWith('npx crowfoot '))
        if (commands.some((command) => command.includes('downgrade'))) await lendTwice(clone, scratch)
        for (const command of commands) await crowfoot(...command.split(' ').slice(2))
      }
      if (engine === 'sqlite')
        expect(await run(clone, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.')).toBe('')
      expect(await crowfoot('db', 'current')).toMatch(/create_loans/)
      await crowfoot('db', 'upgrade')
      expect(await crowfoot('db', 'check')).toContain('agree')
    } finally {
      await scratch.remove()
    }
  })
})
