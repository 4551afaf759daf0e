/** Days and years as people write them. */
import { expect, it } from 'vitest'
import { dateText } from '../../src/ui/year.ts'

it('writes a day, and leaves what is no moment as it is', () => {
  expect(dateText('2026-03-14T23:30:00.000Z')).toMatch(/\b14\b.*2026/)
  for (const text of ['infinity', '-infinity', '0044-03-15 00:00:00+00 BC', ''])
    expect(dateText(text)).toBe(text)
})
