/** The front page of a catalogue with nothing in it. */
import { expect, it } from 'vitest'
import { paths } from '../../../src/paths.ts'
import { may, visitor } from '../../../src/security/rights/viewer.ts'
import { appOf, Browser } from '../../setup/browser.ts'
import { forEachEngine } from '../../setup/database.ts'
import { signedIn } from '../../setup/people.ts'

const adds = `href="${paths.newItem()}"`

forEachEngine((database) => {
  it('offers whoever may add an item to add the first one', async () => {
    const app = appOf(database(), { PUBLIC_CATALOGUE: 'yes' })
    const [staff, stranger] = [await signedIn(database(), app, 'staff'), new Browser(app)]
    expect(await (await staff.get('/')).text()).toContain(adds)
    expect(may(visitor(true), 'item.create')).toBe(false)
    expect(await (await stranger.get('/')).text()).not.toContain(adds)
  })
})
