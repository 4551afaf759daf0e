/**
 * The same journeys on each preset, in its own words: find, read, add and change in a browser, with and without JavaScript; files by the
 * command. And its pages as people meet them: wide and narrow, by day and by night, by assistive tools.
 */
import { execFile } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import type { DeclaredType, Domain } from '../../src/fields/domain.ts'
import { isReference } from '../../src/fields/field.ts'
import { domain as archive } from '../../src/presets/archive.ts'
import { domain as inventory } from '../../src/presets/inventory.ts'
import { domain as library } from '../../src/presets/library.ts'
import { domain as media } from '../../src/presets/media.ts'
import { domain as tasks } from '../../src/presets/tasks.ts'
import { capital } from '../../src/rules/words.ts'
import { createOnServer, dropFromServer, serverUrl } from '../setup/server.ts'
import { startApplication, type Application } from './application.ts'
import { axeFindings } from './axe.ts'
import { onPageError, openBrowser } from './browser.ts'
import { addPeople, signIn } from './people.ts'

const presets: Readonly<Record<string, Domain>> = { library, inventory, tasks, media, archive }
const root = path.resolve(import.meta.dirname, '../..')
let browser: Browser
beforeAll(async () => {
  browser = await openBrowser()
})
afterAll(() => browser?.close())

/** The type that asks for least, with something for each field that it needs. */
function typeAndNeeds({ types, fields }: Domain, suffix: string): [DeclaredType, [string, string][]] {
  const [type] = types.toSorted((a, b) => (a.needs?.length ?? 0) - (b.needs?.length ?? 0))
  if (!type) throw new Error('The preset has no types.')
  const needed = (type.needs ?? []).map((name): [string, string] => {
    const field = fields[name]
    if (!field || isReference(field)) return [name, `Somebody ${suffix}`]
    const found = [`Text ${suffix}`, '2026-05-04', '2026'].find(
      (text) => field.parse(text).problem === undefined,
    )
    return [name, found ?? '']
  })
  return [type, needed]
}

const heading = (page: Page) => page.getByRole('heading', { level: 1 }).innerText()

const engines = [
  ['SQLite', () => Promise.resolve(`sqlite:${path.join(inject('runFolder'), `${randomUUID()}.db`)}`)],
  ...(serverUrl === undefined ? [] : [['PostgreSQL', () => createOnServer(inject('runFolder'))] as const]),
] as const

/** Wide and narrow, light and dark. Each page is looked at in one of them; which one differs from preset to preset. */
const forms = [
  { viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { viewport: { width: 360, height: 780 }, colorScheme: 'dark' },
  { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { viewport: { width: 360, height: 780 }, colorScheme: 'light' },
] as const

const pages = ({ board, citation }: Domain) => [
  '/',
  '/items',
  '/items?view=table',
  ...(board ? ['/items?view=board'] : []),
  citation ? '/items/70' : '/items/10',
  '/items/10/edit',
  '/items/new',
  '/items?q=zzzz',
  '/nowhere',
]

const all = Object.entries(presets).flatMap(([name, domain]) =>
  engines.map(([engine, makeUrl]) => [name, engine, domain, makeUrl] as const),
)

describe.each(all)('%s on %s', (name, engine, domain, makeUrl) => {
  const { item, fields } = domain
  let application: Application
  let database: string
  beforeAll(async () => {
    database = await makeUrl()
    application = await startApplication({ CROWFOOT_PRESET: name, DATABASE_URL: database })
    await addPeople(database, { staff: 'Sam' })
  })
  afterAll(async () => {
    await application?.stop()
    if (engine === 'PostgreSQL') await dropFromServer(database)
  })

  // Together, since each waits most of the time: for the browser, or for a command to start.
  it.concurrent.each([true, false])(
    'is found, read, added to and changed with JavaScript: %s',
    async (javaScriptEnabled) => {
      const suffix = javaScriptEnabled ? 'with' : 'without'
      const page = await (await browser.newContext({ javaScriptEnabled })).newPage()
      const wrong: string[] = []
      onPageError(page, (message) => wrong.push(message))
      await signIn(page, application.url, 'Sam')
      await page.goto(application.url)
      expect(await heading(page)).toBe(domain.tagline)

      // Find: a record of the sample, by its title.
      const sample = await readFile(path.join(root, 'samples', name, 'items.csv'), 'utf8')
      const title = /\n([^,"\n]{8,60}),/.exec(sample)?.[1] ?? ''
      await page.locator('header input[name="q"], main input[name="q"]').first().fill(title)
      await page.keyboard.press('Enter')
      await page.waitForURL(/\/items\?/)
      await page.getByRole('main').getByRole('link', { name: title, exact: true }).first().click()
      // The address comes before the page: only a part of it is exchanged.
      await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()

      // Add: what the type needs is filled in.
      await page.goto(`${application.url}/items`)
      await page
        .getByRole('main')
        .getByRole('link', { name: `Add ${item.a}` })
        .click()
      const [type, needed] = typeAndNeeds(domain, suffix)
      await page.locator('#title').fill(`Something new ${suffix}`)
      await page.locator('main form.form [name="type"]').selectOption({ label: type.name })
      for (const [field, text] of needed)
        await page.locator(`main form.form [name="${field}"]`).first().fill(text)
      await page
        .getByRole('main')
        .getByRole('button', { name: `Add the ${item.one}`, exact: true })
        .click()
      await page.waitForURL(/\/items\/\d+$/)
      expect(await heading(page)).toBe(`Something new ${suffix}`)
      expect(await page.getByText(`The ${item.one} is added`).isVisible()).toBe(true)

      // Change, and a wrong value first: without a title nothing is saved.
      await page.getByRole('link', { name: 'Edit' }).click()
      await page.locator('#title').fill(' ')
      const save = page.getByRole('main').getByRole('button', { name: 'Save', exact: true })
      await save.click()
      expect(await page.locator('[aria-invalid="true"]').first().getAttribute('name')).toBe('title')
      await page.locator('#title').fill(`Something changed ${suffix}`)
      await save.click()
      await page.waitForURL(/\/items\/\d+$/)
      expect(await heading(page)).toBe(`Something changed ${suffix}`)

      await page.goto(`${application.url}/items?view=table`)
      expect(await page.getByRole('columnheader').first().innerText()).toContain(fields.title?.label ?? '')
      expect(await heading(page)).toBe(capital(item.many))
      expect(wrong).toEqual([])
      await page.context().close()
    },
  )

  it.runIf(engine === 'SQLite').concurrent(
    'axe finds nothing, and nothing stands beyond the edge',
    async () => {
      const first = Object.keys(presets).indexOf(name)
      const context = await browser.newContext({ reducedMotion: 'reduce' })
      const page = await context.newPage()
      await signIn(page, application.url, 'Sam')
      const found: Record<string, string[]> = {}
      for (const [index, address] of pages(domain).entries()) {
        const { viewport, colorScheme } = forms[(first + index) % forms.length] ?? forms[0]
        await page.emulateMedia({ colorScheme })
        await page.setViewportSize(viewport)
        await page.goto(application.url + address)
        const findings = await axeFindings(page)
        await page.setViewportSize({ width: 360, height: 780 })
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        if (width > 360) findings.push(`${String(width)} pixels wide at 360`)
        if (findings.length > 0) found[`${address} ${colorScheme} ${String(viewport.width)}`] = findings
      }
      expect(found).toEqual({})
      await context.close()
    },
  )

  it.concurrent('gives and takes files by the command line', async () => {
    const run = (...args: string[]) =>
      new Promise<string>((resolve, reject) => {
        const env = { ...process.env, CROWFOOT_PRESET: name, DATABASE_URL: database }
        execFile(
          process.execPath,
          [path.join(root, 'cli/bin/crowfoot.mjs'), 'data', ...args],
          { cwd: root, env, maxBuffer: 2 ** 26 },
          (error, out, err) => (error ? reject(new Error(err)) : resolve(out)),
        )
      })
    const [header = '', ...rows] = (await run('export', '-')).split('\r\n')
    const columns = header.split(',')
    expect(columns).toEqual(expect.arrayContaining(Object.keys(fields)))
    expect(rows.length).toBeGreaterThan(60)
    const file = path.join(inject('runFolder'), `${name}-${engine}.csv`)
    // The same again changes nothing, and a further row is one more.
    await writeFile(file, [header, ...rows].join('\r\n'))
    expect(await run('import', file)).toContain(`${String(rows.length - 1)} rows read`)
    const [type, needed] = typeAndNeeds(domain, 'of a file')
    const more = { title: 'One of a file', item_type: type.name, ...Object.fromEntries(needed) }
    await writeFile(file, `${Object.keys(more).join()}\n${Object.values(more).join()}\n`)
    expect(await run('import', file)).toContain(`1 row read: 1 ${item.one} added`)
    expect(await run('export', '-')).toContain('One of a file')
  })
})
