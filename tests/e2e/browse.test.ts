/** A visitor's way through the catalogue: with and without JavaScript, and by keyboard alone. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { capital } from '../../src/rules/words.ts'
import { lookups } from '../../src/declared.ts'
import { domain } from '../../src/domain.ts'
import { startApplication, type Application } from './application.ts'
import { onPageError, openBrowser } from './browser.ts'

let application: Application
let browser: Browser
let wrong: string[] = []
beforeAll(async () => {
  application = await startApplication()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await application?.stop()
})
afterEach(() => {
  // Emptied first: one test's errors are not those of the next.
  const errors = wrong
  wrong = []
  expect(errors).toEqual([])
})

async function open(path: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  onPageError(page, (message) => wrong.push(message))
  page.on('console', (message) => {
    if (message.type() === 'error') wrong.push(message.text())
  })
  await page.goto(application.url + path)
  return page
}

const summary = (page: Page) => page.locator('.toolbar-summary').innerText()
const total = async (page: Page) => Number(/^[\d,]+/.exec(await summary(page))?.[0].replaceAll(',', '') ?? 0)

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  it('filters, sorts, turns pages, looks at one, and finds everything as it was on the way back', async () => {
    const page = await open('/items', { javaScriptEnabled, viewport: { width: 1280, height: 900 } })
    const all = await total(page)
    await page.getByRole('checkbox', { name: /^Book/ }).check()
    if (!javaScriptEnabled) await page.getByRole('button', { name: 'Apply' }).click()
    await page.waitForURL(/type=\d+/)
    await expect.poll(() => total(page)).toBeLessThan(all)
    const books = await total(page)

    await page.getByLabel('Order').selectOption('title')
    if (!javaScriptEnabled) await page.getByRole('button', { name: 'Sort' }).click()
    await page.waitForURL(/sort=title/)
    expect(page.url()).toMatch(/type=\d+/)
    await expect.poll(() => total(page)).toBe(books)

    await page.getByRole('link', { name: 'Table' }).click()
    await page.waitForURL(/view=table/)
    expect(
      await page.getByRole('columnheader', { name: domain.fields.title.label }).getAttribute('aria-sort'),
    ).toBe('ascending')

    await page.getByRole('link', { name: /^Next/ }).click()
    await page.waitForURL(/page=2/)
    await expect.poll(() => summary(page)).toContain('25 to')
    const list = page.url()
    const title = await page.locator('tbody tr').nth(2).getByRole('link').first().innerText()
    await page.locator('tbody tr').nth(2).getByRole('link').first().click()
    await page.waitForURL(/\/items\/\d+$/)
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe(title)
    await expect.poll(() => page.title()).toContain(title)

    await page.goBack()
    await page.waitForURL(list)
    await page.getByRole('checkbox', { name: /^Book/ }).waitFor()
    await expect.poll(() => page.getByRole('checkbox', { name: /^Book/ }).isChecked()).toBe(true)
    await expect.poll(() => page.getByLabel('Order').inputValue()).toBe('title')
    await page.getByRole('link', { name: 'Clear all' }).click()
    await page.waitForURL((url) => !url.search.includes('type'))
    await expect.poll(() => total(page)).toBe(all)
    await page.context().close()
  })

  it('searches from the header, says when nothing fits, and leads on', async () => {
    const page = await open('/', { javaScriptEnabled })
    // Suggestions make a combobox of it where there is JavaScript.
    await page.getByRole('main').locator('input[type=search]').fill('zzzz no such thing')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=zzzz/)
    await page.getByRole('heading', { name: `No ${domain.item.many} fit` }).waitFor()
    await page
      .getByRole('main')
      .getByRole('link', { name: `All ${domain.item.many}` })
      .click()
    await page.waitForURL(/\/items$/)
    await expect.poll(() => total(page)).toBeGreaterThan(100)
    await page.context().close()
  })

  it('walks from an item to its creator, to another of their items, to a category and back to the catalogue', async () => {
    const page = await open('/items?sort=title&q=the', { javaScriptEnabled })
    await page.locator('.card-title a').first().click()
    await page.waitForURL(/\/items\/\d+$/)
    await page.goto(`${application.url}/creators`)
    await page
      .getByRole('navigation', { name: /by first letter/ })
      .getByRole('link', { name: 'B', exact: true })
      .click()
    await page.waitForURL(/letter=b/)
    await page.getByRole('link', { name: /Berners-Lee/ }).click()
    await page.waitForURL(/\/creators\/\d+$/)
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe('Tim Berners-Lee')
    await page.locator('.card-title a').first().click()
    await page.waitForURL(/\/items\/\d+$/)
    await page.locator('.sheet .chip').first().click()
    await page.waitForURL(/\/categories\/\d+$/)
    await page.getByRole('link', { name: 'Filter and sort' }).click()
    await page.waitForURL(/\/items\?category=\d+/)
    await expect.poll(() => page.locator('.active-filters .chip').count()).toBe(1)
    await page.context().close()
  })

  it('opens the filters as a sheet on a narrow screen, and closes it again', async () => {
    const page = await open('/items', { javaScriptEnabled, viewport: { width: 360, height: 780 } })
    expect(await page.getByRole('checkbox', { name: /^Book/ }).isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Filter' }).click()
    await page.getByRole('checkbox', { name: /^Book/ }).check()
    if (!javaScriptEnabled) await page.getByRole('button', { name: 'Apply' }).click()
    await page.waitForURL(/type=\d+/)
    if (javaScriptEnabled) await page.keyboard.press('Escape')
    await expect.poll(() => page.getByRole('checkbox', { name: /^Book/ }).isVisible()).toBe(false)
    await expect.poll(() => page.locator('.active-filters .chip').count()).toBe(1)
    await page.context().close()
  })
})

describe('with JavaScript', () => {
  it('goes where the last click leads, though the page of an earlier one comes later', async () => {
    const page = await open('/')
    const late = Promise.withResolvers<void>()
    await page.route(/\/categories$/, async (route) => {
      await late.promise
      // Nobody waits for it any more.
      await route.continue().catch(() => undefined)
    })
    const navigation = page.getByRole('navigation').first()
    const link = (name: string) => navigation.getByRole('link', { name, exact: true }).first()
    await link(capital(lookups.categories.noun.many)).click()
    await link(capital(lookups.creators.noun.many)).click()
    await page.waitForURL(/\/creators$/)
    late.resolve()
    await page.waitForTimeout(500)
    expect(page.url()).toMatch(/\/creators$/)
    await expect
      .poll(() => page.getByRole('heading', { level: 1 }).innerText())
      .toBe(capital(lookups.creators.noun.many))
    await page.context().close()
  })

  it('exchanges the list alone: the page is not loaded anew, the focus and the scroll stay, and the result is announced', async () => {
    const page = await open('/items', { viewport: { width: 1280, height: 900 } })
    await page.evaluate(() => Object.assign(globalThis, { here: true }))
    await page.getByRole('checkbox', { name: /^Video/ }).focus()
    await page.keyboard.press('Space')
    await page.waitForURL(/type=\d+/)
    await expect.poll(() => page.locator('.active-filters .chip').count()).toBe(1)
    expect(await page.evaluate(() => 'here' in globalThis)).toBe(true)
    await expect
      .poll(() => page.evaluate(() => (document.activeElement as HTMLInputElement).name))
      .toBe('type')
    expect(await page.locator('.toolbar-summary').getAttribute('role')).toBe('status')
    await page.context().close()
  })

  it('announces the title of the page that a link has brought', async () => {
    const page = await open('/')
    await page
      .getByRole('navigation', { name: 'Main' })
      .getByRole('link', { name: capital(lookups.creators.noun.many) })
      .click()
    await page.waitForURL(/creators/)
    await expect
      .poll(() => page.locator('title-announcer').innerText())
      .toContain(capital(lookups.creators.noun.many))
    // It was said; what stays would be met again at the end of the page.
    await expect.poll(() => page.locator('title-announcer').innerText(), { timeout: 5000 }).toBe('')
    await page.context().close()
  })
})

describe('by keyboard alone', () => {
  it('skips to the content, and shows where the focus is at every step', async () => {
    const page = await open('/items', { viewport: { width: 1280, height: 900 } })
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toContain('Skip to the content')
    for (let step = 0; step < 60; step++) {
      await page.keyboard.press('Tab')
      const seen = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement
        // The mark of a hidden control is drawn on what stands for it.
        const marks = [element, element.nextElementSibling, element.parentElement].filter(
          (each) => each !== null,
        )
        const style = marks.map((each) => getComputedStyle(each))
        return {
          what: element.outerHTML.slice(0, 80),
          marked: style.some(
            ({ outlineStyle, outlineWidth, boxShadow }) =>
              (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none',
          ),
        }
      })
      expect(seen.marked, seen.what).toBe(true)
    }
    await page.context().close()
  })

  it('reaches the search with /, a result with Enter, and the account menu', async () => {
    const page = await open('/creators')
    await page.keyboard.press('/')
    await page.keyboard.type('alpha')
    await page.keyboard.press('Enter')
    await page.waitForURL(/q=alpha/)
    await page.context().close()
  })
})
