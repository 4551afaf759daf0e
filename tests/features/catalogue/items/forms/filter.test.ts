/** What the address of the list is read as. */
import { expect, it } from 'vitest'
import { isNarrowed, parseItemFilter } from '../../../../../src/features/catalogue/items/forms/filter.ts'
import { appOf, Browser } from '../../../../setup/browser.ts'
import { forEachEngine } from '../../../../setup/database.ts'

it('says what of a search was not understood', () => {
  const { filter, notices, chips, isUnderstood } = parseItemFilter(
    { q: [' dune  colour:red'], colour: ['x'] },
    [],
  )
  expect(filter).toMatchObject({ q: 'dune colour:red', sort: 'relevance' })
  expect(filter.query).toHaveLength(3)
  expect(isUnderstood).toBe(false)
  expect(chips.map(({ text }) => text)).toEqual(['dune', 'colour:red'])
  expect(notices).toEqual([
    'No field is called “colour”, so “colour:red” was searched for as words.',
    'This page does not know “colour”.',
  ])
})

it('is not narrowed by what holds no word', () => {
  expect(isNarrowed(parseItemFilter({ q: ['&&'] }, []).filter)).toBe(false)
  expect(isNarrowed(parseItemFilter({ q: ['a'] }, []).filter)).toBe(true)
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
