/** The search box as a combobox: by keyboard, by mouse and by touch, on a slow line, and where the server fails. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page, Request } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { domain } from '../../src/domain.ts'
import { capital } from '../../src/rules/words.ts'
import { startApplication, type Application } from './application.ts'
import { onPageError, openBrowser } from './browser.ts'

let application: Application
let browser: Browser
const wrong: string[] = []
beforeAll(async () => {
  application = await startApplication()
  browser = await openBrowser()
})
afterAll(async () => {
  await browser?.close()
  await application?.stop()
  expect(wrong).toEqual([])
})

async function open(address: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const page = await (await browser.newContext(options)).newPage()
  onPageError(page, (message) => wrong.push(message))
  await page.goto(application.url + address)
  return page
}

const box = (page: Page) => page.getByRole('combobox', { name: `Search ${domain.item.many}` })
const list = (page: Page) => page.getByRole('listbox', { name: 'Suggestions' })
const options = (page: Page) => list(page).getByRole('option')
const said = (page: Page) => page.locator('search-suggestions').getByRole('status').innerText()
const active = async (page: Page) => {
  const id = await box(page).getAttribute('aria-activedescendant')
  return id === null ? undefined : page.locator(`#${id}`).innerText()
}

/** The addresses that were asked for suggestions. */
function asked(page: Page): string[] {
  const addresses: string[] = []
  page.on('request', (request) => {
    const { pathname, search } = new URL(request.url())
    if (pathname === '/suggestions') addresses.push(search)
  })
  return addresses
}

describe('the search box', () => {
  it.each(['/', '/items'])(
    'suggests on %s while somebody types, and is told by keyboard',
    async (address) => {
      const page = await open(address)
      await page.keyboard.press('/')
      expect(await box(page).getAttribute('aria-expanded')).toBe('false')
      await page.keyboard.type('the', { delay: 20 })
      await list(page).waitFor()
      expect(await box(page).getAttribute('aria-expanded')).toBe('true')
      const count = await options(page).count()
      await expect.poll(() => said(page)).toBe(`${count - 1} suggestions`)
      expect(await options(page).last().innerText()).toBe('Search for “the”')
      expect(await active(page)).toBeUndefined()

      await page.keyboard.press('ArrowDown')
      expect(await active(page)).toBe(await options(page).first().innerText())
      expect(await options(page).first().getAttribute('aria-selected')).toBe('true')
      await page.keyboard.press('ArrowUp')
      expect(await active(page)).toBeUndefined()
      await page.keyboard.press('ArrowUp')
      expect(await active(page)).toBe('Search for “the”')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('ArrowDown')
      await page.keyboard.press('Home')
      expect(await active(page)).toBeUndefined()
      await page.keyboard.type('_')
      expect(await box(page).inputValue()).toBe('_the')
      await page.keyboard.press('Backspace')

      await options(page).first().waitFor()
      await page.keyboard.press('Escape')
      expect(await list(page).isVisible()).toBe(false)
      expect(await box(page).inputValue()).toBe('the')
      await page.keyboard.press('ArrowDown')
      await list(page).waitFor()
      await page.keyboard.press('Tab')
      await list(page).waitFor({ state: 'hidden' })
    },
  )

  it('goes to what is chosen with Enter, and to the search where nothing is', async () => {
    const page = await open('/items')
    await box(page).fill('the')
    await list(page).waitFor()
    await page.keyboard.press('ArrowDown')
    const title = await options(page).first().locator('.suggestion-name').innerText()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/items\/\d+$/)
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe(title)

    await box(page).fill('a')
    await list(page).waitFor()
    await list(page).getByRole('group').nth(1).getByRole('option').first().click()
    await page.waitForURL(/\/creators\/\d+$/)

    await box(page).fill('du')
    await list(page).waitFor()
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/items\?q=du$/)
    expect(await list(page).isVisible()).toBe(false)
    // The page below has come when it takes the focus.
    await expect
      .poll(() => box(page).evaluate((field) => field === field.ownerDocument.activeElement))
      .toBe(false)
    await box(page).fill('du')
    await page.keyboard.press('ArrowUp')
    await list(page).waitFor()
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/items\?q=du$/)
  })

  it('asks once for what was typed at once, and never for the same text again', async () => {
    const page = await open('/items')
    const addresses = asked(page)
    await box(page).pressSequentially('ursula', { delay: 10 })
    await list(page).waitFor()
    await page.clock.install()
    await page.keyboard.type('  ')
    await page.clock.runFor(1000)
    await page.keyboard.press('Backspace')
    await page.clock.runFor(1000)
    await page.keyboard.type('k')
    await page.clock.runFor(1000)
    await expect.poll(() => addresses).toEqual(['?q=ursula', '?q=ursula+k'])
  })

  it('gives up an older question for a newer one, so that one is under way at most', async () => {
    const page = await open('/items')
    const addresses = asked(page)
    let [underWay, most] = [0, 0]
    // The page itself may still be loading something.
    const isAsked = (request: Request) => new URL(request.url()).pathname === '/suggestions'
    page.on('request', (request) => isAsked(request) && (most = Math.max(most, ++underWay)))
    page.on('requestfinished', (request) => isAsked(request) && underWay--)
    page.on('requestfailed', (request) => isAsked(request) && underWay--)
    const late = Promise.withResolvers<undefined>()
    await page.route('**/suggestions?q=a', async (route) => {
      await late.promise
      // It may be given up already.
      await route.continue().catch(() => undefined)
    })
    await box(page).pressSequentially('a')
    await expect.poll(() => addresses).toEqual(['?q=a'])
    await page.keyboard.type('n')
    await list(page).waitFor()
    late.resolve(undefined)
    await expect.poll(() => underWay).toBe(0)
    expect(most).toBe(1)
    expect(await options(page).last().innerText()).toBe('Search for “an”')
  })

  it('waits while letters are put together from several keys', async () => {
    const page = await open('/items')
    const addresses = asked(page)
    const client = await page.context().newCDPSession(page)
    await page.clock.install()
    await box(page).focus()
    await client.send('Input.imeSetComposition', { text: 'th', selectionStart: 2, selectionEnd: 2 })
    await page.clock.runFor(1000)
    await client.send('Input.insertText', { text: 'the' })
    await page.clock.runFor(1000)
    await list(page).waitFor()
    expect(addresses).toEqual(['?q=the'])
  })

  it('shows nothing where the server fails or nothing begins so', async () => {
    const page = await open('/items')
    await page.route('**/suggestions?q=t', (route) => route.fulfill({ status: 503, body: 'busy' }))
    await page.route('**/suggestions?q=th', (route) => route.abort())
    await box(page).focus()
    const refused = page.waitForEvent('requestfinished')
    await page.keyboard.type('t')
    await refused
    expect(await list(page).isVisible()).toBe(false)
    const failed = page.waitForEvent('requestfailed')
    await page.keyboard.type('h')
    await failed
    expect(await list(page).isVisible()).toBe(false)
    expect(await said(page)).toBe('')
    await page.keyboard.type('e')
    await list(page).waitFor()
    await page.keyboard.type('zzz')
    await list(page).waitFor({ state: 'hidden' })
    expect(await said(page)).toBe('No suggestions')
  })

  it('works by touch', async () => {
    const page = await open('/', { hasTouch: true, isMobile: true, viewport: { width: 360, height: 740 } })
    await box(page).tap()
    await box(page).pressSequentially('the')
    await list(page).waitFor()
    await options(page).first().tap()
    await page.waitForURL(/\/items\/\d+$/)
  })

  it('is a plain form without JavaScript, and the suggestions are a page', async () => {
    const page = await open('/items', { javaScriptEnabled: false })
    const plain = page.getByRole('searchbox', { name: `Search ${domain.item.many}` })
    await plain.fill('the')
    await plain.press('Enter')
    await page.waitForURL(/\/items\?q=the$/)
    await page.goto(`${application.url}/suggestions?q=the`)
    const first = page.getByRole('main').getByRole('listitem').first().getByRole('link')
    await first.click()
    await page.waitForURL(/\/items\/\d+$/)
  })
})

describe('the field for an item', () => {
  const field = (page: Page) =>
    page.getByRole('combobox', { name: new RegExp(`^${capital(domain.item.one)} optional$`) }).first()

  it('takes a title: by keyboard and by mouse its number is put in, and nobody is led away', async () => {
    const page = await open('/learn/look')
    const typed = field(page)
    await typed.pressSequentially('the', { delay: 20 })
    await options(page).first().waitFor()
    const offered = options(page)
    expect(await offered.count()).toBeGreaterThan(1)
    const [first = '', second = ''] = await offered.locator('.suggestion-name').allInnerTexts()
    const hrefs = await offered.evaluateAll((links) => links.map((link) => link.getAttribute('href')))
    expect(hrefs.filter((href) => !/^\/items\/\d+$/.test(href ?? ''))).toEqual([])
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    expect(`/items/${await typed.inputValue()}`).toBe(hrefs[0])
    const chosen = page.locator('.suggestion-chosen').first()
    expect(await chosen.innerText()).toBe(first)
    expect(await options(page).count()).toBe(0)

    await typed.fill('')
    expect(await chosen.innerText()).toBe('')
    await typed.pressSequentially('the', { delay: 20 })
    await options(page).nth(1).click()
    expect(`/items/${await typed.inputValue()}`).toBe(hrefs[1])
    expect(await chosen.innerText()).toBe(second)
    expect(new URL(page.url()).pathname).toBe('/learn/look')
  })

  it('asks for the number alone without JavaScript', async () => {
    const page = await open('/learn/look', { javaScriptEnabled: false })
    const plain = page.locator('.item-field input').first()
    const [, hint] = (await plain.getAttribute('aria-describedby'))?.split(' ') ?? []
    expect(await page.locator(`#${hint}`).innerText()).toBe('Its number, as in the address of its page')
  })

  const filled = (page: Page) => page.locator('.item-field', { has: page.locator('[name=part_of]') }).first()

  it('holds a number that was there already and shows its title, until something else is typed', async () => {
    const page = await open('/learn/look')
    const input = filled(page).getByRole('combobox')
    const title = filled(page).locator('.suggestion-chosen')
    await expect.poll(() => title.innerText()).toBe('The Sea Around Us')
    expect(await input.inputValue()).toBe('7')
    const described = (await input.getAttribute('aria-describedby'))?.split(' ') ?? []
    expect(described).toContain(await title.getAttribute('id'))

    await input.fill('')
    expect(await title.innerText()).toBe('')
    await input.pressSequentially('the', { delay: 20 })
    const first = filled(page).getByRole('option').first()
    const [name, href] = [
      await first.locator('.suggestion-name').innerText(),
      await first.getAttribute('href'),
    ]
    await first.click()
    expect(await title.innerText()).toBe(name)
    expect(`/items/${await input.inputValue()}`).toBe(href)
  })

  it('shows the title of its number without JavaScript, after the number', async () => {
    const page = await open('/learn/look', { javaScriptEnabled: false })
    expect(await filled(page).locator('input').inputValue()).toBe('7')
    expect(await filled(page).locator('.suggestion-chosen').innerText()).toBe('7: The Sea Around Us')
  })
})

interface Finding {
  id: string
  nodes: { html: string }[]
}

it.each([
  [360, 'light'],
  [360, 'dark'],
  [1280, 'light'],
] as const)(
  'at %i pixels, %s: axe finds nothing, and nothing stands beyond the edge',
  async (width, colorScheme) => {
    const axe = await readFile(
      path.resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'),
      'utf8',
    )
    const page = await open('/items', { colorScheme, viewport: { width, height: 800 } })
    await page.evaluate(axe)
    const violations = async () =>
      page.evaluate(async () => {
        const found = await (
          globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } }
        ).axe.run()
        return found.violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(', ')}`)
      })
    expect(await violations()).toEqual([])
    await box(page).fill('the')
    await list(page).waitFor()
    await page.keyboard.press('ArrowDown')
    expect(await violations()).toEqual([])
    const sheet = await list(page).boundingBox()
    expect((sheet?.x ?? -1) >= 0 && (sheet?.x ?? 0) + (sheet?.width ?? Infinity) <= width).toBe(true)
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    await page.goto(`${application.url}/suggestions?q=the`)
    await page.evaluate(axe)
    expect(await violations()).toEqual([])
  },
)
