/** Accounts in a browser, with and without JavaScript: the first sign-in, registering, sessions, a class, roles. */
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startApplication, type Application } from './application.ts'
import { openBrowser } from './browser.ts'

const password = 'seven grey herons wading'

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

const at = (address: string) => new URL(address, application.url).href
const main = (page: Page) => page.getByRole('main')
const press = (page: Page, name: string) => main(page).getByRole('button', { name, exact: true }).click()
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()

/** What a screen reader says first: the name of what has the focus when the page has come. */
const focused = (page: Page) => page.evaluate(() => document.activeElement?.getAttribute('aria-label'))

/** Presses the button beside somebody's password. @returns what it has put on the clipboard */
async function copied(page: Page, name: string): Promise<string> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await main(page)
    .getByRole('button', { name: `Copy the one-time password of ${name}`, exact: true })
    .click()
  await page.locator('[aria-live]').filter({ hasText: 'Copied' }).waitFor({ state: 'attached' })
  return page.evaluate(() => navigator.clipboard.readText())
}

async function signIn(context: BrowserContext, name: string, secret = password): Promise<Page> {
  const page = await context.newPage()
  await page.goto(at('/login'))
  await page.getByLabel('Username or e-mail address').fill(name)
  await page.getByLabel('Password', { exact: true }).fill(secret)
  await press(page, 'Sign in')
  return page
}

describe('the first administrator', () => {
  it('signs in by keyboard with the printed password, and must choose another before anything else', async () => {
    const printed = /with the password (\S+)/.exec(application.output())?.[1] ?? ''
    const page = await (await browser.newContext()).newPage()
    await page.goto(at('/admin/users'))
    expect(new URL(page.url()).pathname).toBe('/login')
    await page.getByLabel('Username or e-mail address').focus()
    await page.keyboard.type('admin')
    await page.keyboard.press('Tab')
    await page.keyboard.type(printed)
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/account\/password\?next=/)
    expect(await heading(page)).toBe('Choose your password')
    await page.getByLabel('New password').fill('password1')
    await press(page, 'Change the password')
    // The messages come first: they have the focus, and each leads to its field.
    await page.locator('.error-summary').waitFor()
    await expect.poll(() => page.evaluate(() => document.activeElement?.className)).toBe('error-summary')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    // A busy browser follows the link a moment after the key.
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('new_password')
    await page.keyboard.type(password)
    await page.keyboard.press('Enter')
    await page.waitForURL(at('/admin/users'))
    expect(await heading(page)).toBe('Accounts')
    await page.context().close()
  })
})

describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
  const suffix = javaScriptEnabled ? 'with' : 'without'
  const open = () => browser.newContext({ javaScriptEnabled })

  it('somebody registers, sees where they are signed in, ends the other session, and leaves', async () => {
    const context = await open()
    const page = await context.newPage()
    await page.goto(at('/register'))
    await page.getByLabel('Username').fill(`Jo ${suffix}`)
    await page.getByLabel('E-mail address').fill('no address')
    await page.getByLabel('Password').fill(password)
    await press(page, 'Register')
    expect(await page.getByLabel('E-mail address').inputValue()).toBe('no address')
    expect(await page.getByLabel('E-mail address').getAttribute('aria-invalid')).toBe('true')
    await page.getByLabel('E-mail address').fill(`${suffix}@example.org`)
    await page.getByLabel('Password').fill(password)
    await press(page, 'Register')
    await page.waitForURL(application.url + '/')

    const elsewhere = await open()
    const other = await signIn(elsewhere, `${suffix}@example.org`)
    await other.waitForURL(application.url + '/')
    await page.goto(at('/account/sessions'))
    expect(await page.getByRole('row').count()).toBe(3)
    await press(page, 'End all other sessions')
    await notice(page, /^All other sessions have ended/)
    await other.goto(at('/account'))
    expect(new URL(other.url()).pathname).toBe('/login')

    await page.goto(at('/account'))
    await page.locator('#deletion-password').fill(password)
    await press(page, 'Delete the account')
    await page.waitForURL(application.url + '/')
    await page.goto(at('/account'))
    expect(new URL(page.url()).pathname).toBe('/login')
    await context.close()
    await elsewhere.close()
  })

  it('an administrator adds a class, gives a pupil another role, and closes the account', async () => {
    const context = await open()
    const page = await signIn(context, 'admin')
    await page.waitForURL(application.url + '/')
    await page.goto(at('/admin/classes/new'))
    await page.getByLabel('The people, one to a line').fill(`Meg ${suffix}\nBeth ${suffix}\n`)
    await press(page, 'Add the class')
    const secrets = await page.locator('.handout code').allInnerTexts()
    expect(secrets).toHaveLength(2)
    await expect.poll(() => focused(page)).toBe('2 accounts were added. These passwords are shown only now.')
    if (javaScriptEnabled) expect(await copied(page, `Beth ${suffix}`)).toBe(secrets[1])
    // On paper there is nothing but the names and passwords.
    await page.emulateMedia({ media: 'print' })
    expect(await page.getByRole('banner').isVisible()).toBe(false)
    expect(await page.locator('.handout').first().isVisible()).toBe(true)
    expect(await main(page).locator(':is(a, button):visible').count()).toBe(0)
    await page.emulateMedia({ media: 'screen' })

    await page.goto(at(`/admin/users?q=meg+${suffix}`))
    // Loaded as a whole: the list has a field of the same name, which must not be taken for the account's own.
    const account = await page.getByRole('link', { name: `Meg ${suffix}` }).getAttribute('href')
    await page.goto(at(account ?? ''))
    await page.getByLabel('Role').selectOption({ label: 'staff' })
    await press(page, 'Save')
    await notice(page, /^The account is changed/)
    const pupils = await open()
    const pupil = await signIn(pupils, `Meg ${suffix}`, secrets[0])
    await pupil.getByLabel('New password').fill('nine tin boats drifting')
    await press(pupil, 'Change the password')
    await pupil.waitForURL(application.url + '/')
    await pupil.goto(at('/items/new'))
    expect(await pupil.getByRole('main').getByRole('textbox').count()).toBeGreaterThan(0)

    await page.getByLabel('closed: nobody can sign in').check()
    await press(page, 'Save')
    await notice(page, /^The account is closed/)
    await pupil.goto(at('/items/new'))
    expect(new URL(pupil.url()).pathname).toBe('/login')
    await context.close()
    await pupils.close()
  })

  it('the menu of one’s account closes when a link in it has brought another page', async () => {
    const context = await open()
    const page = await signIn(context, 'admin')
    await page.waitForURL(application.url + '/')
    const menu = page.locator('details.account-menu')
    await menu.locator('summary').click()
    await menu.getByRole('link', { name: 'Roles' }).click()
    await page.waitForURL(/admin\/roles/)
    await expect.poll(() => menu.getAttribute('open')).toBe(null)
    await context.close()
  })

  it('an administrator is asked before an account gets a one-time password', async () => {
    const context = await open()
    const page = await signIn(context, 'admin')
    await page.waitForURL(application.url + '/')
    await page.goto(at(`/admin/users?q=beth+${suffix}`))
    const account = await page.getByRole('link', { name: `Beth ${suffix}` }).getAttribute('href')
    await page.goto(at(account ?? ''))
    const opener = main(page).getByRole('button', { name: 'Make a one-time password' })
    const question = page.getByRole('dialog', { name: `Give Beth ${suffix} a one-time password?` })
    await opener.press('Enter')
    // What keeps the password has the focus: to press twice does nothing.
    await page.keyboard.press('Enter')
    await question.waitFor({ state: 'hidden' })
    expect(new URL(page.url()).pathname).toBe(account)
    await opener.press('Enter')
    await question.getByRole('button', { name: 'Make a one-time password' }).click()
    await page.waitForURL(/\/password$/)
    await expect
      .poll(() => focused(page))
      .toBe(`Beth ${suffix} has a one-time password. This password is shown only now.`)
    await context.close()
  })

  it('an administrator sees what a change of the roles would do before it is made', async () => {
    const context = await open()
    const page = await signIn(context, 'admin')
    await page.waitForURL(application.url + '/')
    await page.goto(at('/admin/roles'))
    const box = page.getByRole('checkbox', { name: 'member may take data out' })
    const before = await box.isChecked()
    await box.setChecked(!before)
    await press(page, 'See what would change')
    await expect.poll(() => heading(page)).toBe('What would change')
    expect(new URL(page.url()).pathname).toBe('/admin/roles/changes/new')
    expect(await main(page).innerText()).toContain('take data out')
    await main(page).getByRole('link', { name: 'Go back', exact: true }).click()
    await expect.poll(() => heading(page)).toBe('Roles')
    expect(await box.isChecked()).toBe(!before)
    await press(page, 'See what would change')
    await expect.poll(() => heading(page)).toBe('What would change')
    await press(page, 'Change it')
    await notice(page, /^The roles are changed/)
    expect(await box.isChecked()).toBe(!before)
    await context.close()
  })
})

/** Waits until the page says what was done. */
const notice = (page: Page, text: RegExp) => main(page).getByRole('group', { name: text }).waitFor()

/** Buttons that nearly touch what stands before them on their line: in a row of parts 8 pixels lie between. */
const tightButtons = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main .button')]
      .filter((button) => {
        const before = button.previousElementSibling?.getBoundingClientRect()
        const box = button.getBoundingClientRect()
        if (!before || before.width * box.width === 0) return false
        return before.bottom > box.top && box.bottom > before.top && box.left - before.right < 7.5
      })
      .map(({ outerHTML }) => outerHTML),
  )

interface Finding {
  id: string
  nodes: { html: string }[]
}

describe('every page of accounts', () => {
  const open = ['/login', '/login?next=%2Fitems', '/register']
  const closed = ['/account', '/account/password', '/account/sessions']
  const governing = [
    '/admin/users',
    '/admin/users/new',
    '/admin/users/1',
    '/admin/classes/new',
    '/admin/roles',
    '/admin/roles/new',
  ]

  it.each([
    [1280, 'light'],
    [360, 'dark'],
  ] as const)(
    'is whole at %i pixels, %s: axe finds nothing, nothing stands beyond the edge, and no button is tight',
    async (width, colorScheme) => {
      const axe = await readFile(
        path.resolve(import.meta.dirname, '../../node_modules/axe-core/axe.min.js'),
        'utf8',
      )
      const context = await browser.newContext({
        viewport: { width, height: 800 },
        colorScheme,
        reducedMotion: 'reduce',
        bypassCSP: true,
      })
      const page = await context.newPage()
      const look = async (name: string) => {
        await page.evaluate(axe)
        const found = await page.evaluate(async () => {
          const { violations } = await (
            globalThis as unknown as { axe: { run(): Promise<{ violations: Finding[] }> } }
          ).axe.run()
          return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
        })
        expect([name, found]).toEqual([name, []])
        expect([name, await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)]).toEqual([
          name,
          0,
        ])
        expect([name, await tightButtons(page)]).toEqual([name, []])
      }
      for (const address of open) {
        await page.goto(at(address))
        await look(address)
        await main(page).getByRole('button').first().click()
        await page.locator('.error-summary').waitFor()
        await look(`${address}, refused`)
      }
      await page.goto(at('/login'))
      await page.getByLabel('Username or e-mail address').fill('admin')
      await page.getByLabel('Password', { exact: true }).fill(password)
      await press(page, 'Sign in')
      await page.waitForURL(application.url + '/')
      for (const address of [...closed, ...governing]) {
        await page.goto(at(address))
        await look(address)
      }
      await page.goto(at('/admin/roles'))
      await page.getByRole('checkbox', { name: 'member may take data out' }).check()
      await press(page, 'See what would change')
      await expect.poll(() => heading(page)).toBe('What would change')
      await look('the preview of a change of roles')
      await context.close()
    },
  )
})
