/** The words of the project come from src/domain.ts: another set of words changes every page, and no page keeps the old ones. */
import type * as Domain from '../src/domain.ts'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Resources } from '../src/resources/resource.ts'
import { addItems } from './setup/catalogue.ts'
import { opened } from './setup/database.ts'

// What a project says of itself may well hold one of the words that are looked for.
const otherWords = vi.hoisted(() => ({
  name: 'Depot',
  tagline: 'Things to lend.',
  item: { one: 'product', many: 'products', a: 'a product' },
  creator: { one: 'supplier', many: 'suppliers', a: 'a supplier' },
  category: { one: 'label', many: 'labels', a: 'a label' },
  type: { one: 'kind', many: 'kinds', a: 'a kind' },
}))
vi.mock('../src/domain.ts', async (original) => {
  const real = await original<typeof Domain>()
  const { creators, categories, types } = real.domain.lookups
  const lookups = {
    creators: { ...creators, noun: otherWords.creator },
    categories: { ...categories, noun: otherWords.category },
    types: { ...types, noun: otherWords.type },
  }
  // The labels of fields are words of the project too.
  Object.assign(real.domain.fields.creators, { label: 'Suppliers' })
  Object.assign(real.domain.fields.categories, { label: 'Labels' })
  return { ...real, domain: { ...real.domain, ...otherWords, lookups } }
})

// So are the words of a project's own tables.
vi.mock('../src/resources.ts', async (original) => {
  const real = await original<{ resources: Resources }>()
  for (const { noun, fields } of Object.values(real.resources)) {
    Object.assign(noun, { one: 'thing', many: 'things', a: 'a thing' })
    for (const field of Object.values(fields)) Object.assign(field, { label: 'Word' })
  }
  return real
})

const { appOf, Browser } = await import('./setup/browser.ts')
const { signedIn } = await import('./setup/people.ts')

/** What a person reads or hears: text, and the attributes that are read out; code and SQL keep the tables' names. */
function wordsOf(html: string): string {
  const visible = html.replaceAll(/<(code|pre|script|svg)\b[^]*?<\/\1>/g, ' ')
  const spoken = [...visible.matchAll(/\b(?:aria-label|title|placeholder|alt|content)="([^"]*)"/g)].map(
    ([, text]) => text,
  )
  return [visible.replaceAll(/<[^>]*>/g, ' '), ...spoken].join(' ')
}

const old = /\b(items?|creators?|categor(y|ies)|types?)\b/i

describe('with the words product, supplier, label and kind', () => {
  const database = opened('sqlite')
  beforeAll(async () => {
    const sold = Array.from({ length: 60 }, (_, n) => ({
      title: `Lamp ${n}`,
      year: 1990 + n,
      type: 'Lighting',
      creators: ['Anna & Co', 'Berg'],
      categories: ['Brass', 'Oak'],
    }))
    await addItems(database(), sold)
  })

  /** Every address that can be read, from the routes of the application itself, with ids that are there and that are not. */
  const addresses = (app: ReturnType<typeof appOf>) =>
    [...new Set(app.routes.filter(({ method }) => method === 'GET').map(({ path }) => path))]
      .filter((path) => !path.includes('*') && !/\.(csv|json)$|^\/(learn|health)/.test(path))
      .flatMap((path) =>
        path.includes(':') ? [path.replaceAll(/:[^/]+/g, '1'), path.replaceAll(/:[^/]+/g, '999')] : [path],
      )
      .concat([
        '/items?view=table&sort=title&category=1',
        '/items?q=nothing',
        '/items?page=50',
        '/items?type=x&sort=y&z=1',
        '/creators?letter=q',
        '/nowhere',
      ])

  it.each(['visitor', 'member', 'staff', 'admin'])(
    'no page that %s can open keeps an old word',
    async (role) => {
      const app = appOf(database())
      const browser = role === 'visitor' ? new Browser(app) : await signedIn(database(), app, role)
      const seen: string[] = []
      for (const address of addresses(app)) {
        const answer = await browser.get(address)
        const words = wordsOf(await answer.text())
        const found = old.exec(words)
        if (found)
          seen.push(
            `${address}: …${words.slice(Math.max(0, found.index - 40), found.index + 40).replaceAll(/\s+/g, ' ')}…`,
          )
      }
      expect(seen).toEqual([])
    },
  )

  it('says the new words in titles, headings, navigation and messages', async () => {
    const browser = new Browser(appOf(database()))
    const list = await (await browser.get('/items')).text()
    expect(list).toContain('<title>Products · Depot</title>')
    expect(list).toContain('>60 products<')
    expect(list).toMatch(/href="\/creators">Suppliers</)
    expect(list).toContain('Search products')
    expect(await (await browser.get('/items?q=zebra')).text()).toContain('No products fit')
  })
})
