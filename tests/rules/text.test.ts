/** How text is folded and cleaned. */
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { lengthOf, normaliseText, searchKey, searchWords } from '../../src/rules/text.ts'

const text = fc.string({ unit: 'grapheme', maxLength: 60 })
const anything = fc.string({ unit: 'binary', maxLength: 60 })

describe('searchKey', () => {
  it.each([
    ['Émile  ZOLA', 'emile zola'],
    ['emile zola', 'emile zola'],
    ['  Straße\u00a0 ', 'strasse'],
    ['STRASSE', 'strasse'],
    ['Łódź', 'lodz'],
    ['Đặng Thái Sơn', 'dang thai son'],
    ['ﬁnd', 'find'],
    ['ＡＢＣ', 'abc'],
    ['İstanbul', 'istanbul'],
    ['ΟΔΥΣΣΕΎΣ', 'οδυσσευσ'],
    ['Οδυσσεύς', 'οδυσσευσ'],
    ['Достоевский', 'достоевскии'],
    ['東京物語', '東京物語'],
    ['が', 'が'],
    ['one\ttwo\nthree', 'one two three'],
  ])('folds %j to %j', (given, key) => {
    expect(searchKey(given)).toBe(key)
  })

  it.each([
    [
      "hitchhiker's",
      [
        'hitchhiker’s',
        'hitchhiker‘s',
        'hitchhikerʼs',
        'hitchhiker′s',
        'hitchhiker´s',
        'hitchhiker`s',
        'hitchhiker＇s',
      ],
    ],
    [
      'well-known',
      ['well‐known', 'well‑known', 'well‒known', 'well–known', 'well—known', 'well−known', 'well－known'],
    ],
    ['"no"', ['“no”', '„no“', '«no»', '″no″', '＂no＂']],
    [
      'catalogue',
      [
        'cata\u00adlogue',
        'cata\u200blogue',
        'cata\u2060logue',
        '\ufeffcatalogue',
        'cata\u034flogue',
        'catalogue\u3164',
      ],
    ],
  ])('gives %j and what looks like it one key', (plain, others) => {
    expect(others.map(searchKey)).toEqual(others.map(() => plain))
  })

  it('leaves a key as it is', () => {
    fc.assert(
      fc.property(anything, (given) => {
        expect(searchKey(searchKey(given))).toBe(searchKey(given))
      }),
    )
  })

  it('does not depend on case, on composed or decomposed letters, or on the amount of space', () => {
    fc.assert(
      fc.property(text, (given) => {
        const key = searchKey(given)
        expect(searchKey(given.normalize('NFD'))).toBe(key)
        expect(searchKey(given.normalize('NFC'))).toBe(key)
        expect(searchKey(`  ${given.replaceAll(' ', ' \t ')} `)).toBe(key)
      }),
    )
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme-ascii' }), (given) => {
        expect(searchKey(given.toUpperCase())).toBe(searchKey(given.toLowerCase()))
      }),
    )
  })

  it('holds no space at its ends and no two in a row', () => {
    fc.assert(
      fc.property(anything, (given) => {
        expect(searchKey(given)).not.toMatch(/^\s|\s$|\s\s/)
      }),
    )
  })
})

describe('the words of a search', () => {
  it.each([
    ['  Émile ZOLA ', ['emile', 'zola']],
    ['row row ROW', ['row']],
    ['go gopher', ['gopher']],
    ['hitchhiker’s well‑known', ["hitchhiker's", 'well-known']],
    ['', []],
  ])('%j is %j', (given, words) => {
    expect(searchWords(given)).toEqual(words)
  })
})

describe('normaliseText', () => {
  it('turns every kind of line end into LF and composes letters', () => {
    expect(normaliseText('one\r\ntwo\rthree\nfour')).toBe('one\ntwo\nthree\nfour')
    expect(normaliseText('e\u0301')).toBe('é')
  })

  it.each(['a\u0000b', '\u001b[31m', 'a\u0007', '\u0085', '\ud800'])(
    'refuses %j, which no text holds',
    (given) => {
      expect(normaliseText(given)).toBeNull()
    },
  )

  it('takes thirty marks upon one letter, and refuses a heap of them without putting them in order', () => {
    expect(normaliseText(`x${'\u0316'.repeat(30)}`)).not.toBeNull()
    expect(normaliseText(`x${'\u0316'.repeat(31)}`)).toBeNull()
    // One sign that is taken apart into two marks.
    expect(normaliseText(`x${'\u0344'.repeat(20)}`)).toBeNull()
    const sorting = vi.spyOn(String.prototype, 'normalize')
    expect(normaliseText(`x${'\u0301\u0316'.repeat(50_000)}`)).toBeNull()
    expect(sorting).not.toHaveBeenCalled()
    sorting.mockRestore()
  })

  it('leaves what it has cleaned as it is', () => {
    fc.assert(
      fc.property(anything, (given) => {
        const clean = normaliseText(given)
        if (clean !== null) expect(normaliseText(clean)).toBe(clean)
      }),
    )
  })
})

describe('lengthOf', () => {
  it('counts characters as the databases do, not as JavaScript does', () => {
    expect(lengthOf('東京')).toBe(2)
    expect(lengthOf('😀')).toBe(1)
  })
})
