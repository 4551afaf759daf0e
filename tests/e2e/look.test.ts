/** Every page as people meet it: wide and narrow, light and dark, large text, print, by assistive tools. Screenshots are kept in data/screenshots. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { projectRoot } from '../../src/config.ts'
import { openDatabase } from '../../src/db/engine/connection.ts'
import { addItems } from '../setup/catalogue.ts'
import { startApplication, type Application } from './application.ts'
import { axeFindings } from './axe.ts'
import { openBrowser } from './browser.ts'

let application: Application
let browser: Browser
/** Items that are hard to show: their ids by what is hard about them. */
const hard: Record<string, number> = {}
/** Each becomes a chip. */
const twentyTerms = `life OR adventures "strange surprizing" -dragon creator:"le guin" -type:video colour:red id:7 ${'term '.repeat(13)}`
const screenshots = join(projectRoot, 'data', 'screenshots')

beforeAll(async () => {
  const DATABASE_URL = `sqlite:${join(inject('runFolder'), 'look.db')}`
  application = await startApplication({ DATABASE_URL })
  browser = await openBrowser()
  await mkdir(screenshots, { recursive: true })
  const database = await openDatabase(DATABASE_URL)
  const names = ['long', 'unbroken', 'many', 'arabic', 'chinese', 'hidden', 'bare']
  const ids = await addItems(database, [
    {
      title: 'The Life and Strange Surprizing Adventures, '.repeat(19).slice(0, 800),
      creators: ['A'.repeat(120)],
      categories: ['Long '.repeat(30)],
    },
    {
      title: 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft'.repeat(4),
      identifier: '9'.repeat(150),
    },
    {
      title: 'Everybody was there',
      creators: Array.from({ length: 300 }, (_, n) => `Person number ${n + 1}`),
      categories: Array.from({ length: 40 }, (_, n) => `Subject ${n + 1}`),
    },
    {
      title: 'كتاب ألف ليلة وليلة: حكايات شهرزاد',
      description: 'كان يا ما كان في قديم الزمان (1001) ليلة.',
      creators: ['أحمد شوقي', 'Naguib Mahfouz'],
    },
    {
      title: '東京物語：小津安二郎監督作品、とても長い題名のために何度も繰り返される文字列',
      creators: ['小津 安二郎'],
      categories: ['映画'],
    },
    {
      title: 'Nothing in it but its description',
      ...{
        creators: ['Nobody'],
        description: `${'Before it. '.repeat(60)}The zanzibar stands here. ${'After it. '.repeat(60)}`,
      },
    },
    { title: 'Only a title' },
  ])
  names.forEach((name, index) => (hard[name] = ids[index] ?? 0))
  await database.close()
})
afterAll(async () => {
  await browser?.close()
  await application?.stop()
})

const pages = () => ({
  home: '/',
  list: '/items',
  'list-table': '/items?view=table&sort=title',
  'list-filtered': '/items?type=1&category=2&year_from=1900',
  'list-empty': '/items?q=zzzz',
  'list-notices': '/items?year_from=x&colour=red',
  'search-many': '/items?q=the',
  'search-table': '/items?q=the&view=table',
  'search-long': `/items?q=${encodeURIComponent('surprizing OR donaudampf')}`,
  'search-near': '/items?q=dispossesed+ursla&year_from=1900',
  'search-middle': '/items?q=zanzibar',
  'search-terms': `/items?q=${encodeURIComponent(twentyTerms)}&type=1`,
  item: '/items/100',
  'item-long': `/items/${hard.long}`,
  'item-unbroken': `/items/${hard.unbroken}`,
  'item-many': `/items/${hard.many}`,
  'item-arabic': `/items/${hard.arabic}`,
  'item-chinese': `/items/${hard.chinese}`,
  'item-bare': `/items/${hard.bare}`,
  creators: '/creators',
  'creators-none': '/creators?q=zzzz',
  creator: '/creators/1',
  categories: '/categories',
  category: '/categories/2',
  types: '/types',
  type: '/types/1',
  model: '/learn/model',
  look: '/learn/look',
  'sign-in': '/login',
  'not-found': '/nowhere',
})

/** Opens a page in a context of its own, works with it, and closes it. */
async function visit<T>(
  path: string,
  options: BrowserContextOptions,
  work: (page: Page) => Promise<T>,
): Promise<T> {
  const context = await browser.newContext({ reducedMotion: 'reduce', ...options })
  const page = await context.newPage()
  try {
    await page.goto(application.url + path)
    await page.evaluate(() => document.fonts.ready)
    return await work(page)
  } finally {
    await context.close()
  }
}

const forms = [
  { form: 'wide light', viewport: { width: 1280, height: 900 }, colorScheme: 'light' },
  { form: 'wide dark', viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  { form: 'narrow light', viewport: { width: 360, height: 780 }, colorScheme: 'light' },
  { form: 'narrow dark', viewport: { width: 360, height: 780 }, colorScheme: 'dark' },
] as const

describe.each(forms)('$form', ({ form, ...options }) => {
  let page: Page
  beforeAll(async () => {
    page = await (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage()
  })
  afterAll(() => page.context().close())

  it.each(Object.keys(pages()))('%s: axe finds nothing, and nothing stands beyond the edge', async (name) => {
    await page.goto(application.url + pages()[name as keyof ReturnType<typeof pages>])
    await page.evaluate(() => document.fonts.ready)
    await page.screenshot({
      path: join(screenshots, `${name}-${form.replace(' ', '-')}.png`),
      fullPage: true,
    })
    const width = await page.evaluate(() => document.documentElement.scrollWidth)
    expect(width).toBeLessThanOrEqual(options.viewport.width)
    // The text of the last entry ends where the page's own text ends, or before.
    const [end, edge] = await page.evaluate(() => {
      const entry = document.querySelector('.site-nav li:last-child a')!
      const inner = (element: Element) =>
        element.getBoundingClientRect().right - parseFloat(getComputedStyle(element).paddingInlineEnd)
      return [inner(entry), inner(document.querySelector('.site-nav')!)]
    })
    expect(end).toBeLessThanOrEqual(edge)
    expect(await axeFindings(page)).toEqual([])
  })
})

describe('text at 200%', () => {
  it.each(['home', 'list', 'list-table', 'item', 'item-long', 'creators', 'sign-in'] as const)(
    '%s loses nothing',
    async (name) => {
      await visit(pages()[name], { viewport: { width: 1280, height: 900 } }, async (page) => {
        await page.evaluate(() => (document.documentElement.style.fontSize = '200%'))
        await page.screenshot({ path: join(screenshots, `${name}-text-200.png`), fullPage: true })
        const lost = await page.evaluate(() => {
          const cut = [
            ...document.querySelectorAll<HTMLElement>(
              'main a, main p, main h1, main h2, main h3, main dd, header a',
            ),
          ].filter((element) => {
            const style = getComputedStyle(element)
            // A card shows the beginning of a long title at any size of text; the item's own page shows it whole.
            const shortened = style.webkitLineClamp !== 'none'
            const hides =
              ['hidden', 'clip'].includes(style.overflowX) &&
              !shortened &&
              !element.classList.contains('visually-hidden')
            return (
              hides &&
              (element.scrollWidth > element.clientWidth + 1 ||
                element.scrollHeight > element.clientHeight + 1)
            )
          })
          return {
            cut: cut.map((element) => element.textContent),
            wide: document.documentElement.scrollWidth,
          }
        })
        expect(lost.cut).toEqual([])
        expect(lost.wide).toBeLessThanOrEqual(1280)
      })
    },
  )
})

it('prints a list and an item without navigation, filters and buttons', async () => {
  for (const name of ['list', 'item'] as const) {
    await visit(pages()[name], { viewport: { width: 800, height: 1100 } }, async (page) => {
      await page.emulateMedia({ media: 'print' })
      await page.screenshot({ path: join(screenshots, `${name}-print.png`), fullPage: true })
      for (const gone of ['.site-nav', '.filters', '.pagination'])
        expect(await page.locator(gone).filter({ visible: true }).count()).toBe(0)
      expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true)
    })
  }
})

describe('the first load', () => {
  it.each(['home', 'list', 'item'] as const)(
    'of %s is light, comes from here alone, and nothing moves',
    async (name) => {
      const context = await browser.newContext({
        viewport: { width: 412, height: 823 },
        deviceScaleFactor: 2,
      })
      const page = await context.newPage()
      const network = await context.newCDPSession(page)
      let bytes = 0
      const origins = new Set<string>()
      network.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength))
      network.on('Network.requestWillBeSent', ({ request }) => {
        if (!request.url.startsWith('data:')) origins.add(new URL(request.url).origin)
      })
      await network.send('Network.enable')
      await page.addInitScript(() => {
        Object.assign(globalThis, { shift: 0 })
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries())
            Object.assign(globalThis, {
              shift:
                (globalThis as unknown as { shift: number }).shift +
                (entry as unknown as { value: number }).value,
            })
        }).observe({ type: 'layout-shift', buffered: true })
      })
      await page.goto(application.url + pages()[name], { waitUntil: 'networkidle' })
      const shift = await page.evaluate(() => (globalThis as unknown as { shift: number }).shift)
      console.log(`first load of ${name}: ${(bytes / 1024).toFixed(1)} KB, layout shift ${shift}`)
      expect(bytes).toBeLessThanOrEqual(150 * 1024)
      expect(shift).toBe(0)
      expect([...origins]).toEqual([application.url])
      await context.close()
    },
  )
})
