/** A member keeps a search, sees what is new in it and deletes it: with and without JavaScript, wide and narrow, light and dark. */
import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { projectRoot } from '../../src/config.ts'
import { startApplication, type Application } from './application.ts'
import { openBrowser } from './browser.ts'
import { addPeople, signIn } from './people.ts'

let application: Application
let browser: Browser
beforeAll(async () => {
  const DATABASE_URL = `sqlite:${join(inject('runFolder'), 'searches.db')}`
  application = await startApplication({ DATABASE_URL })
  browser = await openBrowser()
  await addPeople(DATABASE_URL, { member: 'maud', staff: 'stan', admin: 'ada' })
})
afterAll(async () => {
  await browser?.close()
  await application?.stop()
})

async function openAs(username: string, javaScriptEnabled: boolean): Promise<Page> {
  const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
  await signIn(page, application.url, username)
  return page
}

async function addItem(title: string): Promise<void> {
  const page = await openAs('stan', false)
  await page.goto(`${application.url}/items/new`)
  await page.getByLabel('Title').fill(title)
  await page.getByLabel('Type').selectOption({ label: 'Book' })
  await page.getByRole('main').locator('button.button-primary').click()
  await page.waitForURL(/\/items\/\d+$/)
  await page.context().close()
}

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  it('keeps a search, says what is new in it, shows it, and takes it off again', async () => {
    const page = await openAs('maud', javaScriptEnabled)
    await page.goto(`${application.url}/items?q=tide`)
    await page.getByText('Save this search').click()
    const name = `Tides ${String(javaScriptEnabled)}`
    await page.locator('.save-search').getByLabel('Name').fill(name)
    await page.locator('.save-search').getByRole('button', { name: 'Save' }).click()
    await page.waitForURL(/\/searches$/)
    const search = page.locator('.saved-search', { hasText: name })
    expect(await search.locator('.saved-search-numbers').innerText()).not.toMatch(/\d new/)

    await addItem(`High tide, script ${String(javaScriptEnabled)}`)
    await page.reload()
    expect(await search.locator('.saved-search-numbers').innerText()).toMatch(/, 1 new$/)
    await search.getByRole('button', { name: /^Show what is new/ }).click()
    await page.waitForURL(/\/items\?q=tide&sort=newest/)
    await page.goto(`${application.url}/searches`)
    expect(await search.locator('.saved-search-numbers').innerText()).toMatch(/none of them new/)

    await search.getByRole('button', { name: /^Delete/ }).click()
    await page.getByRole('button', { name: 'Delete it' }).click()
    await page.waitForURL(/\/searches$/)
    await expect.poll(() => search.count()).toBe(0)
  })
})

interface Finding {
  id: string
}

describe.each([
  [1280, 'light'],
  [360, 'dark'],
] as const)('at %i pixels, %s', (width, colorScheme) => {
  it('axe finds nothing, and nothing stands beyond the edge: none, one with a long name and address, and the form', async () => {
    const axe = await readFile(join(projectRoot, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')
    const folder = join(projectRoot, 'data', 'screenshots')
    await mkdir(folder, { recursive: true })
    const context = await browser.newContext({
      viewport: { width, height: 900 },
      colorScheme,
      bypassCSP: true,
    })
    const page = await context.newPage()
    const mustBeWhole = async (name: string) => {
      await page.screenshot({
        path: join(folder, `searches-${name}-${width}-${colorScheme}.png`),
        fullPage: true,
      })
      await page.evaluate(axe)
      const findings = await page.evaluate(
        async () =>
          (await (globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } }).axe.run())
            .violations,
      )
      expect(findings).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
    await signIn(page, application.url, colorScheme === 'dark' ? 'ada' : 'stan')
    await page.goto(`${application.url}/searches`)
    await mustBeWhole('none')
    const address = `q=${encodeURIComponent('tide OR "strange surprizing" -dragon '.repeat(5))}&year_from=1900`
    for (const [q, name] of [
      [address, 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerk '.repeat(5)],
      ['q=tide', 'Tides'],
    ] as const) {
      await page.goto(`${application.url}/items?${q}`)
      await page.getByText('Save this search').click()
      if (name === 'Tides') await mustBeWhole('form')
      await page.locator('.save-search').getByLabel('Name').fill(name)
      await page.locator('.save-search').getByRole('button', { name: 'Save' }).click()
      await page.waitForURL(/\/searches$/)
    }
    await addItem(`Tide at ${width}`)
    await page.goto(`${application.url}/searches`)
    await mustBeWhole('two')
    await page.goto(`${application.url}/creators?letter=l`)
    await mustBeWhole('creators')
    await context.close()
  })
})
