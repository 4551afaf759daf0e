/** The tokens of a text are found where people read them, whatever folding has made of them. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { wordsWithPlaces } from '../../src/rules/token-places.ts'
import { chunksOf, tokensOf } from '../../src/rules/tokens.ts'

const read = (text: string) =>
  [...wordsWithPlaces(text)].flatMap(({ places }) =>
    places().map(({ token, start, end }) => [token, text.slice(start, end)]),
  )

it.each([
  [
    'Émile Zola',
    [
      ['emile', 'Émile'],
      ['zola', 'Zola'],
    ],
  ],
  ['E\u0301mile', [['emile', 'E\u0301mile']]],
  [
    'Le Cœur, Straße!',
    [
      ['le', 'Le'],
      ['coeur', 'Cœur'],
      ['strasse', 'Straße'],
    ],
  ],
  [
    'ISBN 978-0-441',
    [
      ['isbn', 'ISBN'],
      ['978', '978'],
      ['0', '0'],
      ['441', '441'],
    ],
  ],
  [
    '沙丘 Dune',
    [
      ['沙', '沙'],
      ['丘', '丘'],
      ['dune', 'Dune'],
    ],
  ],
  ['cata\u00adlogue', [['catalogue', 'cata\u00adlogue']]],
  ['\ufb01nd', [['find', '\ufb01nd']]],
  [
    'ｶﾞｲﾄﾞ',
    [
      ['ガ', 'ｶﾞ'],
      ['イ', 'ｲ'],
      ['ド', 'ﾄﾞ'],
    ],
  ],
])('finds the tokens of %j', (text, places) => {
  expect(read(text)).toEqual(places)
})

it('finds the tokens that the index holds, in their order', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      expect(read(text).map(([token]) => token)).toEqual(tokensOf(text))
    }),
    { numRuns: 2000 },
  )
})

it('knows what a word divided by signs is as one', () => {
  const [word] = wordsWithPlaces('E-Mail')
  expect(word?.joined).toBe(chunksOf('E-Mail')[0]?.joined)
  expect(word?.joined).toBe('email')
})
