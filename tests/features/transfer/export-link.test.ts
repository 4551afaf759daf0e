/** What can be taken out can be found: the list leads to its own files, for those who may. */
import { expect, it } from 'vitest'
import { appOf } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { signedIn } from '../../setup/people.ts'
import { hasFields } from '../../setup/known-fields.ts'

forEachEngine((database) => {
  it('links the choice of the list to its files, and only for those who may export', async () => {
    const app = appOf(database())
    // The second is the name of addresses from before.
    const choices = hasFields('year')
      ? [
          ['year_from=1900', 'year_from=1900'],
          ['from=1900', 'year_from=1900'],
        ]
      : [['q=sea', 'q=sea']]
    for (const [chosen = '', kept = ''] of choices) {
      const address = `/items?${chosen}&view=table`
      const staff = await (await (await signedIn(database(), app, 'staff')).get(address)).text()
      expect(staff).toMatch(new RegExp(`href="/items\\.csv\\?[^"]*${kept}`))
      expect(staff).toMatch(new RegExp(`href="/items\\.json\\?[^"]*${kept}`))
      const member = await (await (await signedIn(database(), app, 'member')).get(address)).text()
      expect(member).not.toContain('/items.csv')
    }
  })

  it('leads to no file where the search was not understood, since that address is refused', async () => {
    const staff = await signedIn(database(), appOf(database()), 'staff')
    expect((await staff.get('/items.csv?q=colour:red')).status).toBe(400)
    expect(await (await staff.get('/items?q=colour:red')).text()).not.toContain('/items.csv')
  })
})
