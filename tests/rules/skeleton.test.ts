/** Names that look alike have one skeleton, and names that do not, have not. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { lookAlikes } from '../../src/rules/look-alikes.ts'
import { skeletonOf } from '../../src/rules/skeleton.ts'

describe('looks like exam-admin', () => {
  it.each([
    ['in capitals', 'EXAM-ADMIN'],
    ['with a dot at the end', 'exam-admin.'],
    ['with other signs between', 'exam._ admin'],
    ['with a Cyrillic а', 'ex\u0430m-admin'],
    ['in Cyrillic as far as it goes', '\u0435\u0445\u0430m-\u0430\u0501m\u0456n'],
    ['in Greek capitals as far as it goes', '\u0395\u03a7\u0391\u039c-\u0391D\u039cIN'],
    ['in small capitals', '\u1d07x\u1d00\u1d0d-\u1d00\u1d05\u1d0d\u026a\u0274'],
    ['in full-width letters', '\uff45\uff58\uff41\uff4d-admin'],
    ['in mathematical letters', '\u{1d41e}xam-admin'],
    ['with accents', 'éxàm-ádmïn'],
    ['with a zero-width space', 'ex\u200bam-admin'],
    ['with a Hangul filler, which is a letter', 'exam\u3164-admin'],
    ['with a combining grapheme joiner', 'ex\u034fam-admin'],
    ['with a variation selector', 'exam\ufe0f-admin'],
    ['with an l for an i', 'exam-admln'],
    ['with an rn for an m', 'exarn-admin'],
  ])('%s', (_, name) => {
    expect(skeletonOf(name)).toBe(skeletonOf('exam-admin'))
  })

  it.each(['examadmin', 'exam-admin2', 'exam-adam', 'my exam-admin'])('not %j', (name) => {
    expect(skeletonOf(name)).not.toBe(skeletonOf('exam-admin'))
  })
})

it.each([
  [['user0', 'usero', 'userO'], 1],
  [['pupil1', 'pupill', 'pupilI'], 1],
  [['o’brien', "o'brien", 'o\ua78cbrien'], 1],
  [['pupil1', 'pupil2', 'pupil10', 'pupil11', 'pupil12'], 5],
  [['ノア', 'ア', '李', '王', 'علي', 'علا', 'анна', 'инна'], 8],
])('%j look like %i', (names, many) => {
  expect(new Set(names.map(skeletonOf)).size).toBe(many)
})

it('is empty for a name that nobody can see', () => {
  expect(['\u3164', '\u115f\u1160', '\u{e0061}'].map(skeletonOf)).toEqual(['', '', ''])
})

it('has itself as its skeleton, and is never longer than its column takes', () => {
  const letter = fc.oneof(fc.constantFrom(...lookAlikes.keys()), fc.constantFrom(...'abcilmIO01 -.'))
  fc.assert(
    fc.property(fc.array(letter, { maxLength: 64 }), (letters) => {
      const name = letters.join('')
      expect(skeletonOf(skeletonOf(name))).toBe(skeletonOf(name))
      expect([...skeletonOf(name)].length).toBeLessThanOrEqual(512)
    }),
  )
})
