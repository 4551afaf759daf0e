/** What can be taken out can be found: the list leads to its own files, for those who may. */
import { expect, it } from 'vitest'
import { appOf } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { signedIn } from '../../setup/people.ts'

forEachEngine((database) => {
  it('links the choice of the list to its files, and only for those who may export', async () => {
    const app = appOf(database())
    for (const address of ['/items?year_from=1900&view=table', '/items?from=1900&view=table']) {
      const staff = await (await (await signedIn(database(), app, 'staff')).get(address)).text()
      expect(staff).toMatch(/href="\/items\.csv\?[^"]*year_from=1900/)
      expect(staff).toMatch(/href="\/items\.json\?[^"]*year_from=1900/)
      const member = await (await (await signedIn(database(), app, 'member')).get(address)).text()
      expect(member).not.toContain('/items.csv')
    }
  })
})
