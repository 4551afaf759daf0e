/** Whatever is sent as the beginning of a name is read, and never longer than it need be. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { readTypedText } from '../../../../src/features/catalogue/suggestions/forms.ts'
import { flawOf, searchKey } from '../../../../src/rules/text.ts'

it('folds what was typed as names are folded, and keeps what to show of it', () => {
  expect(readTypedText('  Émile   ZO')).toEqual({ text: 'Émile ZO', key: 'emile zo' })
  expect(readTypedText('100%')).toEqual({ text: '100%', key: '100%' })
})

it.each([undefined, '', '   ', '\u{0}', '\u{AD}'])('%j is nothing', (sent) => {
  expect(readTypedText(sent).key).toBe('')
})

it('cuts what is long, between two letters', () => {
  const { text, key } = readTypedText('𝒜'.repeat(100_000))
  expect([...text]).toHaveLength(200)
  expect(key).toBe('a'.repeat(100))
  // One sign of this becomes eighteen letters.
  expect([...readTypedText('ﷺ'.repeat(200)).key].length).toBeLessThanOrEqual(100)
})

it('makes of any text one that both engines take', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (sent) => {
      const { text, key } = readTypedText(sent)
      expect(flawOf(key) ?? '').not.toMatch(/control|half/)
      expect(text.isWellFormed()).toBe(true)
      expect(searchKey(key)).toBe(key)
    }),
  )
})
