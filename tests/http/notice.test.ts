/** What was done is said once, on the page that follows, and only by us: no address says it. */
import { beforeAll, expect, it } from 'vitest'
import { appOf } from '../setup/browser.ts'
import { forEachEngine } from '../setup/database.ts'
import { addPerson, signedIn } from '../setup/people.ts'
import type { Person } from '../setup/people.ts'

const notice = /<div class="page-notice"/

forEachEngine((database) => {
  let admin: Person
  beforeAll(async () => {
    admin = await signedIn(database(), appOf(database()), 'admin')
  })
  const page = async (address: string) => (await admin.get(address)).text()

  it('no address makes a page say that something was done', async () => {
    const { id } = await addPerson(database(), 'member')
    const pages = new Set(
      appOf(database())
        .routes.filter(({ method, path }) => method === 'GET' && !/[:*]/.test(path))
        .map(({ path }) => path),
    )
    expect(pages.size).toBeGreaterThan(20)
    for (const address of [...pages, `/admin/users/${id}`]) {
      for (const query of ['done=deleted', 'done=changed', 'notice=user.deleted'])
        expect([address, notice.test(await page(`${address}?${query}`))]).toEqual([address, false])
    }
  })

  it.each([
    ['/admin/roles/new', { name: 'librarian', description: '', like: '1' }, 'The role is added'],
    ['/account/sessions', { session: 'others' }, 'All other sessions have ended'],
  ])('after %s it is said once, and not again on reload', async (address, fields, news) => {
    const answer = await admin.post(address, fields)
    const to = answer.headers.get('location')!
    expect([answer.status, to]).toEqual([303, expect.not.stringContaining('?')])
    expect(await page(to)).toContain(`aria-label="${news}`)
    expect(await page(to)).not.toMatch(notice)
  })

  it.each(['user.forged', 'toString', '%3Cb%3Eyou%20won%3C%2Fb%3E'])(
    'the cookie %j says nothing',
    async (word) => {
      admin.cookies.set('crowfoot_notice_3000', word)
      expect(await page('/')).not.toMatch(notice)
      expect(admin.cookies.has('crowfoot_notice_3000')).toBe(false)
    },
  )
})
