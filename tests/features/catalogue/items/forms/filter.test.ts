/** How many words a search looks at, and what it says where there are more. */
import { expect, it } from 'vitest'
import { parseItemFilter } from '../../../../../src/features/catalogue/items/forms/filter.ts'
import { appOf, Browser } from '../../../../setup/browser.ts'
import { forEachEngine } from '../../../../setup/database.ts'

it('says that only eight words are searched for, where there are more', () => {
  const words = 'ab cd ef gh ij kl mn op'
  expect(parseItemFilter({ q: [words] }, []).notices).toEqual([])
  expect(parseItemFilter({ q: [`${words} ab`] }, []).notices).toEqual([])
  expect(parseItemFilter({ q: [`${words} qr`] }, []).notices).toEqual([
    'Only the first 8 words are searched for.',
  ])
})

forEachEngine((database) => {
  it.each(['/items', '/creators', '/admin/users'])(
    'answers a search for signs that become hundreds of words at %s',
    async (path) => {
      const answer = await new Browser(appOf(database())).get(
        `${path}?q=${encodeURIComponent('\ufdfa'.repeat(200))}`,
      )
      expect(answer.status).toBeLessThan(400)
    },
  )
})
