/** The staff add, correct and delete an item in a browser, with and without JavaScript; a member is refused. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { capital } from '../../src/rules/words.ts'
import { lookups } from '../../src/declared.ts'
import { domain } from '../../src/domain.ts'
import { startApplication, type Application } from './application.ts'
import { onPageError, openBrowser } from './browser.ts'
import { addPeople, signIn } from './people.ts'

const people = { staff: 'Sam', member: 'Mia' }

let application: Application
let browser: Browser
beforeAll(async () => {
  const url = `sqlite:${path.join(inject('runFolder'), `${randomUUID()}.db`)}`
  application = await startApplication({ DATABASE_URL: url })
  browser = await openBrowser()
  await addPeople(url, people)
})
afterAll(async () => {
  await browser?.close()
  await application?.stop()
})

async function signedIn(context: BrowserContext, username: string): Promise<Page> {
  const page = await context.newPage()
  await signIn(page, application.url, username)
  return page
}

const field = (page: Page, name: string, line = 0) =>
  page.locator(`main form.form [name="${name}"]`).nth(line)

async function fillIn(page: Page, values: Record<string, string | string[]>): Promise<void> {
  for (const [name, value] of Object.entries(values)) {
    if (name === 'type') await field(page, name).selectOption({ label: String(value) })
    else for (const [line, text] of [value].flat().entries()) await field(page, name, line).fill(text)
  }
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()
const linked = (page: Page, path: string) => page.locator(`article a[href^="/${path}/"]`).allInnerTexts()
const save = (page: Page, name: string) =>
  page.getByRole('main').getByRole('button', { name, exact: true }).click()

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  const suffix = javaScriptEnabled ? 'with' : 'without'

  it('the staff add a type, an item of it with creators and categories, correct it and delete it', async () => {
    const context = await browser.newContext({ javaScriptEnabled })
    const page = await signedIn(context, people.staff)
    const wrong: string[] = []
    onPageError(page, (message) => wrong.push(message))

    await page.goto(`${application.url}/types`)
    await page
      .getByRole('main')
      .getByRole('link', { name: `Add ${lookups.types.noun.a}` })
      .click()
    await fillIn(page, { name: `Globe ${suffix}`, description: 'A map without edges' })
    await save(page, `Add the ${lookups.types.noun.one}`)
    expect(await heading(page)).toBe(`Globe ${suffix}`)
    expect(await page.getByText(`The ${lookups.types.noun.one} is added`).isVisible()).toBe(true)

    await page.goto(`${application.url}/items`)
    await page
      .getByRole('main')
      .getByRole('link', { name: `Add ${domain.item.a}` })
      .click()
    await fillIn(page, {
      title: `A globe ${suffix}`,
      type: `Globe ${suffix}`,
      creators: ['Vincenzo Coronelli', 'Willem Blaeu', 'Gerardus Mercator'],
      categories: ['Maps', 'Earth'],
      year: '1688',
    })
    await field(page, 'title').press('Enter')
    await page.waitForURL(/\/items\/\d+$/)
    expect(await heading(page)).toBe(`A globe ${suffix}`)
    expect(await linked(page, 'creators')).toEqual([
      'Vincenzo Coronelli',
      'Willem Blaeu',
      'Gerardus Mercator',
    ])
    expect(await linked(page, 'categories')).toEqual(['Maps', 'Earth'])

    await page.getByRole('link', { name: 'Edit' }).click()
    await page.getByRole('button', { name: `Another ${lookups.creators.noun.one}` }).click()
    await fillIn(page, {
      title: `The great globe ${suffix}`,
      creators: ['Willem Blaeu', 'Vincenzo Coronelli', '', 'Ada Byrne'],
    })
    await save(page, 'Save')
    expect(await heading(page)).toBe(`The great globe ${suffix}`)
    expect(await linked(page, 'creators')).toEqual(['Willem Blaeu', 'Vincenzo Coronelli', 'Ada Byrne'])

    const address = page.url()
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('button', { name: 'Keep it' }).click()
    expect(await page.getByRole('button', { name: 'Delete it' }).isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByRole('button', { name: 'Delete it' }).click()
    await page.waitForURL(/\/items$/)
    expect(await page.getByText(`The ${domain.item.one} is deleted`).isVisible()).toBe(true)
    expect((await page.goto(address))?.status()).toBe(404)
    expect(wrong).toEqual([])
    await context.close()
  })

  it('each wrong value comes back with its message at its field, and everything typed is still there', async () => {
    const context = await browser.newContext({ javaScriptEnabled })
    const page = await signedIn(context, people.staff)
    const typed = {
      title: 'Kept',
      creators: ['First', 'Second'],
      identifier: 'kept-1',
      year: '1900',
      description: 'Long\ntext',
      internal_notes: 'Notes',
    }
    const wrongs: Record<string, string> = {
      title: ' ',
      year: 'c. 1800',
      identifier: '9'.repeat(201),
      creators: 'x'.repeat(501),
    }
    for (const [name, value] of Object.entries(wrongs)) {
      await page.goto(`${application.url}/items/new`)
      await fillIn(page, { ...typed, type: 'Book', [name]: value })
      await save(page, `Add the ${domain.item.one}`)
      await page.locator('.error-summary a').first().click()
      const id = await page.evaluate('document.activeElement && document.activeElement.id')
      if (javaScriptEnabled) expect(id).toBe(name)
      const described = await field(page, name).getAttribute('aria-describedby')
      expect(described).toContain(`${name}-error`)
      expect(await page.locator(`#${name}-error`).isVisible()).toBe(true)
      for (const [each, text] of Object.entries({ ...typed, [name]: value })) {
        const lines = [text].flat()
        for (const [line, one] of lines.entries())
          expect(await field(page, each, line).inputValue(), each).toBe(one)
      }
    }
    await context.close()
  })

  it('the second of two savers is told, and can go on without losing anything', async () => {
    const context = await browser.newContext({ javaScriptEnabled })
    const page = await signedIn(context, people.staff)
    await page.goto(`${application.url}/items/new`)
    await fillIn(page, { title: `Shared ${suffix}`, type: 'Book' })
    await save(page, `Add the ${domain.item.one}`)
    const address = page.url()
    await page.goto(`${address}/edit`)
    const other = await context.newPage()
    await other.goto(`${address}/edit`)
    await fillIn(other, { title: `First saver ${suffix}` })
    await save(other, 'Save')
    await fillIn(page, { title: `Second saver ${suffix}`, description: 'A long evening' })
    await save(page, 'Save')
    const both = page.getByRole('region', { name: 'Both versions' })
    expect(await both.innerText()).toContain(`First saver ${suffix}`)
    expect(await both.innerText()).toContain(`Second saver ${suffix}`)
    await save(page, 'Save my version')
    expect(await heading(page)).toBe(`Second saver ${suffix}`)
    await context.close()
  })

  it('a member is refused at the page and at the address, and a stranger is asked to sign in', async () => {
    const context = await browser.newContext({ javaScriptEnabled })
    const page = await signedIn(context, people.member)
    await page.goto(`${application.url}/items/1`)
    for (const name of ['Edit', 'Delete']) {
      expect(await page.getByRole('main').getByText(name, { exact: true }).count()).toBe(0)
    }
    for (const place of ['/items/new', '/items/1/edit', '/types/new', '/creators/1/edit']) {
      expect((await page.goto(application.url + place))?.status(), place).toBe(403)
    }
    const sent = await context.request.post(`${application.url}/items`, {
      form: { title: 'Taken over', type: '1' },
      headers: { origin: application.url },
    })
    expect(sent.status()).toBe(403)
    const stranger = await (await browser.newContext({ javaScriptEnabled })).newPage()
    await stranger.goto(`${application.url}/items/new`)
    expect(new URL(stranger.url()).pathname).toBe('/login')
    await stranger.context().close()
    await context.close()
  })
})

it('lines are moved up and taken off by their buttons, and keep telling which they are', async () => {
  const context = await browser.newContext()
  const page = await signedIn(context, people.staff)
  await page.goto(`${application.url}/items/new`)
  await fillIn(page, { creators: ['A', 'B', 'C'] })
  const one = capital(lookups.creators.noun.one)
  await page.getByRole('button', { name: `Move ${one} 3 up` }).click()
  await page.getByRole('button', { name: `Remove ${one} 1` }).click()
  await page.getByRole('button', { name: `Another ${lookups.creators.noun.one}` }).click()
  await page.keyboard.type('D')
  const lines = (of: string) =>
    page.evaluate(`[...document.querySelectorAll('[name="creators"]')].map((each) => each.${of})`)
  expect(await lines('value')).toEqual(['C', 'B', 'D'])
  expect(await lines('ariaLabel')).toEqual([1, 2, 3].map((line) => `${one} ${line}`))
  expect(await lines('id')).toEqual(['creators', 'creators-2', 'creators-3'])
  await context.close()
})

const forms = [
  { form: 'wide and light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { form: 'narrow and dark', viewport: { width: 360, height: 780 }, colorScheme: 'dark' },
] as const

describe.each(forms)('$form', ({ viewport, colorScheme }) => {
  it('axe finds nothing in any form, and nothing stands beyond the edge', async () => {
    const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
    const page = await signedIn(context, people.staff)
    const axe = await readFile(
      path.resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'),
      'utf8',
    )
    const look = async (what: string) => {
      expect(await page.evaluate('document.documentElement.scrollWidth'), what).toBeLessThanOrEqual(
        viewport.width,
      )
      await page.evaluate(axe)
      const found = await page.evaluate(`axe.run().then(({ violations }) =>
        violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' ')))`)
      expect(found, what).toEqual([])
    }

    for (const place of [
      '/items/new',
      '/items/1',
      '/items/1/edit',
      '/creators/new',
      '/creators/1/edit',
      '/categories/1',
      '/types/1/edit',
      '/types',
    ]) {
      await page.goto(application.url + place)
      await look(place)
    }
    await page.goto(`${application.url}/items/new`)
    await fillIn(page, { year: 'c. 1800', creators: ['x'.repeat(501)] })
    await save(page, `Add the ${domain.item.one}`)
    await look('a refused form')

    await page.goto(`${application.url}/types/1`)
    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await look('the question before a deletion')

    await page.goto(`${application.url}/items/2/edit`)
    const other = await context.newPage()
    await other.goto(`${application.url}/items/2/edit`)
    await fillIn(other, { title: `Changed, ${colorScheme}` })
    await save(other, 'Save')
    await fillIn(page, { description: 'w'.repeat(2000), creators: ['Very long name '.repeat(30)] })
    await save(page, 'Save')
    await look('both versions')
    await context.close()
  })
})
