/** Staff give a type rules in a browser, and the form of an item follows them: at once with JavaScript, by a button without. */
import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { hasFields } from '../setup/known-fields.ts'
import { startApplication, type Application } from './application.ts'
import { onPageError, openBrowser } from './browser.ts'
import { addPeople, signIn } from './people.ts'

let application: Application
let browser: Browser
beforeAll(async () => {
  const url = `sqlite:${path.join(inject('runFolder'), `${randomUUID()}.db`)}`
  application = await startApplication({ DATABASE_URL: url })
  browser = await openBrowser()
  await addPeople(url, { staff: 'Sam' })
})
afterAll(async () => {
  await browser?.close()
  await application?.stop()
})

async function signedIn(javaScriptEnabled: boolean): Promise<Page> {
  const context = await browser.newContext({
    javaScriptEnabled,
    baseURL: application.url,
    viewport: { width: 360, height: 800 },
  })
  const page = await context.newPage()
  await signIn(page, application.url, 'Sam')
  return page
}

const field = (page: Page, name: string) => page.locator(`main form.form [name="${name}"]`).first()
const isOptional = async (page: Page, name: string) =>
  (await page.locator(`fieldset[data-field="${name}"] .field-label`).first().innerText()).includes('optional')

describe.runIf(hasFields('identifier', 'year', 'description')).each([true, false])(
  'with JavaScript: %s',
  (javaScriptEnabled) => {
    it('a type asks for a field and hides another, and the form of an item follows', async () => {
      const page = await signedIn(javaScriptEnabled)
      const errors: string[] = []
      onPageError(page, (error) => errors.push(error))
      const name = `Poster ${String(javaScriptEnabled)}`

      await page.goto('/types/new')
      await page.getByLabel('Name', { exact: true }).fill(name)
      await field(page, 'identifier_scheme').selectOption('pattern')
      await page.getByLabel('Pattern').fill('P-999')
      await page.getByRole('radio', { name: 'Creators: needed' }).check()
      await page.getByRole('radio', { name: 'Year: hidden' }).check()
      await page.getByRole('radio', { name: 'Description: hidden' }).check()
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
      await page.locator('main form.form .button-primary').click()
      await page.waitForURL(/\/types\/\d+$/)
      expect(await page.locator('main').innerText()).toMatch(/Needed\s+Creators\s+Hidden\s+Year, Description/)

      await page.goto('/items/new')
      await field(page, 'title').fill('A poster')
      await field(page, 'description').fill('Typed before the type was chosen')
      await field(page, 'type').selectOption({ label: name })
      const show = page.locator('main button[value="type"]')
      expect(await show.isVisible()).toBe(!javaScriptEnabled)
      if (!javaScriptEnabled) await show.click()
      expect(await field(page, 'year').isVisible()).toBe(false)
      expect(await field(page, 'description').isVisible()).toBe(true)
      expect(await page.locator('fieldset[data-field="description"] [data-note]').isVisible()).toBe(true)
      expect([await isOptional(page, 'creators'), await isOptional(page, 'categories')]).toEqual([
        false,
        true,
      ])
      expect(await page.locator('#identifier-hint').innerText()).toContain('P-999')
      expect([
        await field(page, 'title').inputValue(),
        await field(page, 'description').inputValue(),
      ]).toEqual(['A poster', 'Typed before the type was chosen'])

      await field(page, 'type').selectOption({ label: 'Document' })
      if (!javaScriptEnabled) await show.click()
      expect([await field(page, 'year').isVisible(), await isOptional(page, 'creators')]).toEqual([
        true,
        true,
      ])
      expect(await page.locator('fieldset[data-field="description"] [data-note]').isVisible()).toBe(false)

      await field(page, 'type').selectOption({ label: name })
      if (!javaScriptEnabled) await show.click()
      await field(page, 'identifier').fill('P-12')
      await page.locator('main form.form .button-primary').click()
      await page.locator('.error-summary').waitFor()
      expect(await page.locator('.error-summary').innerText()).toMatch(
        /Creators are needed[^]*is not like P-999/,
      )
      await field(page, 'creators').fill('Somebody')
      await field(page, 'identifier').fill(javaScriptEnabled ? 'p 012' : 'p-013')
      await page.locator('main form.form .button-primary').click()
      await page.waitForURL(/\/items\/\d+$/)
      expect(await page.locator('.sheet').innerText()).toContain(javaScriptEnabled ? 'P-012' : 'P-013')
      expect(errors).toEqual([])
      await page.context().close()
    })
  },
)
