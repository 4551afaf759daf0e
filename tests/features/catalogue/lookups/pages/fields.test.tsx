/** The fields of lookups as pages show them. */
import { expect, it } from 'vitest'
import { spanText } from '../../../../../src/features/catalogue/lookups/pages/fields.tsx'

it('the years of a creator stand together, and other lookups have none', () => {
  expect(spanText('creators', { birth_year: 1815, death_year: 1852 })).toBe('1815–1852')
  expect(spanText('creators', { birth_year: null, death_year: -430 })).toBe('–430 BCE')
  expect(spanText('categories', { description: '1815' })).toBeUndefined()
})
