/** The guide `add-a-page.md`, followed to the letter: each block of code is put where the page says, and the page answers. */
import { expect, it, vi } from 'vitest'
import type { Database } from '../../../src/db/engine/connection.ts'
import { cloneWithTests, run } from '../../cli/make/clone-with-tests.ts'
import type { TrialProject } from '../../fields/trial-project.ts'
import { Browser } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { hasLives, putPage } from './put-page.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

let clone: Promise<TrialProject> | undefined
const followed = () =>
  (clone ??= (async () => {
    const made = await cloneWithTests('guide-page')
    await putPage(made)
    return made
  })())

async function readPage(database: Database, address: string) {
  const project = await followed()
  const browser = new Browser(await project.appOf(database))
  const answer = await browser.get(address)
  return { status: answer.status, html: await answer.text() }
}

forEachEngine((database) => {
  it.runIf(hasLives)(
    'add-a-page.md does what it says: the page answers, and stands in the menu and in the footer',
    async () => {
      const now = await readPage(database(), '/lives?year=1815')
      expect(now.status).toBe(200)
      expect(now.html).toContain('<a href="/lives" aria-current="page">Lives</a>')
      expect(now.html.slice(now.html.indexOf('<footer'))).toContain('<a href="/lives">Lives</a>')
      const wrong = await readPage(database(), '/lives?year=tomorrow')
      expect(wrong.status).toBe(422)
      expect(wrong.html).toContain('value="tomorrow"')
      expect(wrong.html).toContain('The year is a whole number')
    },
  )
})

it.runIf(hasLives && process.env.LONG === '1')(
  'its own tests, the types and the table of who opens what hold',
  async () => {
    const project = await followed()
    expect(await run(project, 'node_modules/typescript/bin/tsc', '--noEmit', '-p', '.')).toBe('')
    const tests = ['tests/features/lives', 'tests/access.test.ts']
    expect(await run(project, 'node_modules/vitest/vitest.mjs', 'run', ...tests)).toBe('')
  },
)
