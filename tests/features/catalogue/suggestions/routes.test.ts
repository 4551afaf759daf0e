/** The address of suggestions: a page of links, the list alone for the script, and nothing for who may not see the catalogue. */
import { beforeAll, expect, it } from 'vitest'
import { appOf, Browser } from '../../../setup/browser.ts'
import { addItems } from '../../../setup/catalogue.ts'
import { forEachEngine } from '../../../setup/database.ts'
import { signedIn } from '../../../setup/people.ts'

const partial = { 'hx-request-type': 'partial' }

forEachEngine((database) => {
  beforeAll(async () => {
    await addItems(database(), [
      { title: 'Dune <1>', creators: ['Dubois & Son'], internal_notes: 'duzyx', description: 'Duzyx' },
    ])
  })
  const app = (settings: Record<string, string> = {}) => appOf(database(), settings)
  const textOf = async (answer: Response | Promise<Response>) => (await answer).text()

  it('answers a page with links, and the way to the search itself', async () => {
    const answer = await new Browser(app()).get('/suggestions?q=du')
    expect(answer.status).toBe(200)
    const page = await answer.text()
    expect(page).toMatch(/^<!doctype html>.*<h1[^>]*>Suggestions for “du”<\/h1>/s)
    expect(page).toMatch(/<a class="suggestion" href="\/items\/\d+"><bdi[^>]*>Dune &lt;1(&gt;|>)<\/bdi>/)
    expect(page).toMatch(/<a class="suggestion" href="\/creators\/\d+"><bdi[^>]*>Dubois &amp; Son<\/bdi>/)
    expect(page).toContain('href="/items?q=du"')
    expect(page).toContain('value="du"')
  })

  it('answers the same list alone to the script, and tells caches that there are two answers', async () => {
    const page = await textOf(new Browser(app()).get('/suggestions?q=du'))
    const answer = await new Browser(app()).get('/suggestions?q=du', partial)
    const list = await answer.text()
    expect(list).toMatch(/^<div class="suggestions">/)
    expect(page).toContain(list)
    expect(answer.headers.get('vary')).toMatch(/hx-request-type/)
    expect(answer.headers.get('cache-control')).toBe('private, no-cache')
    const member = await signedIn(database(), app(), 'member')
    expect((await member.get('/suggestions?q=du', partial)).headers.get('cache-control')).toBe(
      'private, no-store',
    )
  })

  it.each(['', 'q=', 'q=%20', 'q=%00', 'q=%ff', 'q=zzz', `q=${'x'.repeat(5000)}`, 'q=%25', 'q=a&q=b'])(
    'answers 200 to ?%s',
    async (query) => {
      for (const headers of [{}, partial])
        expect((await new Browser(app()).get(`/suggestions?${query}`, headers)).status).toBe(200)
    },
  )

  it.each([{}, partial])('leads a visitor to the sign-in where /items does: %j', async (headers) => {
    const browser = new Browser(app({ PUBLIC_CATALOGUE: 'false' }))
    const [list, suggestions] = [
      await browser.get('/items?q=du', headers),
      await browser.get('/suggestions?q=du', headers),
    ]
    expect(suggestions.status).toBe(list.status)
    expect(suggestions.headers.get('location')).toBe(
      list.headers.get('location')?.replace('items', 'suggestions'),
    )
    expect(await suggestions.text()).not.toMatch(/Dune|Dubois/)
  })

  it('says nothing of private notes, to nobody', async () => {
    for (const role of ['member', 'staff'] as const) {
      const person = await signedIn(database(), app(), role)
      expect(await textOf(person.get('/suggestions?q=duzyx', partial))).not.toMatch(/\/items\/\d/)
    }
  })
})
