/** The board of tasks in a browser: dragging, the keyboard and no JavaScript lead to the same board. */
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startApplication, type Application } from './application.ts'
import { onPageError, openBrowser } from './browser.ts'

const password = 'seven grey herons wading'
let application: Application
let browser: Browser
beforeAll(async () => {
  application = await startApplication({
    CROWFOOT_PRESET: 'tasks',
    DATABASE_URL: `sqlite:${path.join(inject('runFolder'), `${randomUUID()}.db`)}`,
  })
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await application?.stop()
})

/** A member of the club, signed in. */
async function register(options: BrowserContextOptions, username: string): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  await page.goto(`${application.url}/register`)
  await page.locator('#username').fill(username)
  await page.locator('#email').fill(`${username}@example.org`)
  await page.locator('main [name="password"]').fill(password)
  await page.locator('main form button[type="submit"]').last().click()
  await page.waitForURL((url) => url.pathname !== '/register')
  return page
}

async function add(page: Page, title: string): Promise<void> {
  await page.goto(`${application.url}/items/new`)
  await page.locator('#title').fill(title)
  await page.locator('main form.form [name="type"]').selectOption({ index: 1 })
  await page.locator('main form.form [name="due_date"]').fill('2026-01-05')
  await page.getByRole('button', { name: 'Add the task' }).click()
  await page.waitForURL(/\/items\/\d+$/)
}

const column = (page: Page, key: string) => page.locator(`[data-column="${key}"]`)
const card = (page: Page, title: string) => page.locator('.board-items > li', { hasText: title })
const titlesIn = (page: Page, key: string) => column(page, key).locator('.card-title').allInnerTexts()

const ways: [
  name: string,
  options: BrowserContextOptions,
  move: (page: Page, title: string) => Promise<void>,
][] = [
  [
    'dragging',
    {},
    async (page, title) => {
      await card(page, title).dragTo(column(page, 'doing'), {
        sourcePosition: { x: 100, y: 20 },
        targetPosition: { x: 100, y: 60 },
      })
    },
  ],
  [
    'the keyboard',
    {},
    async (page, title) => {
      await card(page, title).locator('summary').focus()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
    },
  ],
  [
    'no JavaScript',
    { javaScriptEnabled: false },
    async (page, title) => {
      await card(page, title).locator('summary').click()
      await card(page, title).getByRole('button', { name: 'To “Doing”' }).click()
    },
  ],
]

describe.each(ways)('with %s', (name, options, move) => {
  it('a member moves a task of their own, and nobody else’s', async () => {
    const page = await register(options, `mia-${randomUUID().slice(0, 8)}`)
    const problems: string[] = []
    onPageError(page, (message) => problems.push(message))
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
    const title = `Sweep the yard with ${name}`
    await add(page, title)
    await page.goto(`${application.url}/items?view=board`)
    expect(await titlesIn(page, 'to_do')).toContain(title)
    // Of the tasks of others none has a menu, and none can be dragged.
    expect(await page.locator('.board .move').count()).toBe(1)
    expect(await page.locator('.board li[draggable="true"]').count()).toBe(
      options.javaScriptEnabled === false ? 0 : 1,
    )

    await move(page, title)
    await column(page, 'doing').locator('.card-title', { hasText: title }).waitFor()
    expect(await titlesIn(page, 'to_do')).not.toContain(title)
    // The card is there at once; the news comes with the server's answer.
    if (options.javaScriptEnabled !== false)
      await page.locator('item-board > [aria-live]', { hasText: 'Moved: To “Doing”' }).waitFor()

    await page.reload()
    expect(await titlesIn(page, 'doing')).toContain(title)
    expect(problems).toEqual([])
    await page.context().close()
  })
})

it('puts a task back, and says so, where the server cannot be reached', async () => {
  const page = await register({}, `mia-${randomUUID().slice(0, 8)}`)
  await add(page, 'Out of reach')
  await page.goto(`${application.url}/items?view=board`)
  await page.route('**/moves', (route) => route.abort())
  await card(page, 'Out of reach').locator('summary').click()
  await card(page, 'Out of reach').getByRole('button', { name: 'To “Done”' }).click()
  await page.getByText('the server cannot be reached').waitFor()
  expect(await titlesIn(page, 'to_do')).toContain('Out of reach')
  expect(await titlesIn(page, 'done')).not.toContain('Out of reach')
  await page.context().close()
})

it('fits a telephone: one column after the other, and the page itself does not scroll sideways', async () => {
  const page = await register({ viewport: { width: 360, height: 740 } }, `mia-${randomUUID().slice(0, 8)}`)
  await page.goto(`${application.url}/items?view=board`)
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await column(page, 'done').scrollIntoViewIfNeeded()
  expect(await column(page, 'done').isVisible()).toBe(true)
  await page.context().close()
})

it('leaves the columns scrolled as they were when something was moved', async () => {
  const page = await register({ viewport: { width: 1280, height: 700 } }, `noa-${randomUUID().slice(0, 8)}`)
  await add(page, 'Move me')
  await page.goto(`${application.url}/items?view=board`)
  const done = column(page, 'done').locator('.board-items')
  await done.evaluate((element) => (element.scrollTop = 200))
  await card(page, 'Move me').locator('summary').press('Enter')
  await card(page, 'Move me').getByRole('button', { name: 'Doing' }).press('Enter')
  await column(page, 'doing').getByText('Move me', { exact: true }).waitFor()
  expect(await done.evaluate((element) => element.scrollTop)).toBe(200)
  await page.context().close()
})
