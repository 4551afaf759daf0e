/** `npm start` on an empty database, seen as a visitor and as the person who started it. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { capital } from '../../src/rules/words.ts'
import { domain } from '../../src/domain.ts'
import { startApplication, type Application } from './application.ts'
import { onPageError, openBrowser } from './browser.ts'

let application: Application
let browser: Browser
beforeAll(async () => {
  application = await startApplication()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await application?.stop()
})

it('says where it is, and tells the first password once', () => {
  expect(application.output()).toContain(`Crowfoot is ready at ${application.url}`)
  expect(application.output().match(/password/g)).toHaveLength(1)
})

it.each([true, false])(
  'shows the sample library to a visitor (with JavaScript: %s)',
  async (javaScriptEnabled) => {
    const context = await browser.newContext({ javaScriptEnabled })
    const page = await context.newPage()
    const wrong: string[] = []
    onPageError(page, (message) => wrong.push(message))
    page.on('requestfailed', (request) => wrong.push(request.url()))

    expect((await page.goto(application.url))?.status()).toBe(200)
    await page
      .getByRole('navigation')
      .getByRole('link', { name: capital(domain.item.many), exact: true })
      .first()
      .click()
    // The front page has such links too, and the first list waits until the search is ready.
    await page.waitForURL(/\/items$/)
    await page.getByRole('main').locator('a[href^="/items/"]').first().click()
    await page.waitForURL(/\/items\/\d+/)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).not.toBe('')
    expect(wrong).toEqual([])
    await context.close()
  },
)

it('asks no other site for anything', async () => {
  const page = await browser.newPage()
  const asked: string[] = []
  page.on('request', (request) => asked.push(new URL(request.url()).origin))
  await page.goto(application.url, { waitUntil: 'networkidle' })
  expect([...new Set(asked)]).toEqual([application.url])
  await page.close()
})
