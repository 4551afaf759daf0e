/** Searching as a person does it: what is typed, the chips it becomes, and the way back, with and without JavaScript. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApplication, type Application } from './application.ts'
import { openBrowser } from './browser.ts'

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

const chips = async (page: Page) => page.locator('.chip-removable .chip-text').allInnerTexts()

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  it('types a search, reads how it was understood, and takes its terms off one by one, by keyboard', async () => {
    const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
    await page.goto(`${application.url}/items`)
    await page.locator('#search').focus()
    await page.keyboard.type('the -zebra colour:red')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=/)
    await expect.poll(() => chips(page)).toEqual(['the', 'not: zebra', 'colour:red'])
    expect(await page.locator('.message-warning').innerText()).toContain('No field is called “colour”')

    await page.getByRole('link', { name: /Remove colour:red/ }).focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => chips(page)).toEqual(['the', 'not: zebra'])
    expect(new URL(page.url()).searchParams.get('q')).toBe('the -zebra')
    const marks = await page.locator('.card-title mark').allInnerTexts()
    expect(marks.length).toBeGreaterThan(0)
    expect(marks.every((text) => /^the/i.test(text))).toBe(true)

    await page.goBack()
    await expect.poll(() => chips(page)).toEqual(['the', 'not: zebra', 'colour:red'])
    await page.context().close()
  })
})
