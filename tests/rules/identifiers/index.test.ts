/** Identifiers by their schemes: what is right, what two spellings have in common, and how they are shown. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMultipleOfEleven, lastOfTen } from '../../../src/rules/identifiers/check-digits.ts'
import {
  afterBrokenKeys,
  checkIdentifier,
  identifierKey,
  isPattern,
  normalForms,
  schemeNames,
  showIdentifier,
} from '../../../src/rules/identifiers/index.ts'
import type { SchemeOfType } from '../../../src/rules/identifiers/index.ts'
import { searchKey } from '../../../src/rules/text.ts'

const by = (identifier_scheme: string, identifier_pattern: string | null = null): SchemeOfType => ({
  identifier_scheme,
  identifier_pattern,
})
const none: SchemeOfType = {}

const digits = (count: number) => fc.stringMatching(new RegExp(`^[0-9]{${count}}$`))
const lastOfEleven = (start: string) =>
  [...'0123456789x'].find((last) => isMultipleOfEleven(start + last)) ?? ''

/** Numbers that are right, by their schemes. */
const right = {
  isbn: fc.oneof(
    digits(9).map((start) => start + lastOfEleven(start)),
    digits(9).map((start) => `978${start}${lastOfTen(`978${start}`)}`),
    digits(8).map((start) => `9791${start}${lastOfTen(`9791${start}`)}`),
  ),
  issn: digits(7).map((start) => start + lastOfEleven(start)),
  ean: fc.constantFrom(7, 11, 12).chain((count) => digits(count).map((start) => start + lastOfTen(start))),
}
const withDigits = Object.entries(right)

/** Hyphens, blanks and capitals that people set. */
const dressed = (number: fc.Arbitrary<string>) =>
  fc
    .tuple(
      number,
      fc.array(fc.constantFrom('', '', '-', ' ', '–', '\u00a0'), { minLength: 13, maxLength: 13 }),
    )
    .map(([text, between]) =>
      [...text]
        .map((digit, place) => digit.toUpperCase() + (place < text.length - 1 ? (between[place] ?? '') : ''))
        .join(''),
    )

describe('each scheme', () => {
  it.each([
    ['isbn', '978-0-441-47812-5', '9780441478125', '978-0-441-47812-5'],
    ['isbn', '9780441478125', '9780441478125', '978-0441478125'],
    ['isbn', '0-441-47812-3', '9780441478125', '978-0-441-47812-5'],
    ['isbn', 'ISBN 0 8044 2957 x', '9780804429573', '978-0-8044-2957-3'],
    ['isbn', 'ISBN-13: 978–0441478125', '9780441478125', '978-0441478125'],
    ['isbn', 'ISBN-10 0441478123', '9780441478125', '978-0441478125'],
    ['isbn', '９７８０４４１４７８１２５', '9780441478125', '978-0441478125'],
    ['isbn', '979-10-90636-07-1', '9791090636071', '979-10-90636-07-1'],
    ['issn', 'ISSN 0317-8471', '03178471', '0317-8471'],
    ['issn', '1050124x', '1050124x', '1050-124X'],
    ['ean', '4 006381 333931', '4006381333931', '4006381333931'],
    ['ean', '036000291452', '0036000291452', '036000291452'],
    ['ean', '0036000291452', '0036000291452', '036000291452'],
    ['ean', 'EAN-8: 9638-5074', '96385074', '96385074'],
    ['doi', '10.1000/182', '10.1000/182', '10.1000/182'],
    ['doi', '10.1000/%3C', '10.1000/%3c', '10.1000/%3C'],
    ['doi', 'doi:10.1109/5.771073', '10.1109/5.771073', '10.1109/5.771073'],
    ['doi', 'https://doi.org/10.1109/5.771073', '10.1109/5.771073', '10.1109/5.771073'],
    ['doi', 'http://dx.doi.org/10.1002/(SICI)1%3C2', '10.1002/(sici)1<2', '10.1002/(SICI)1<2'],
  ])('%s: %s is %s, and is shown as %s', (scheme, typed, normal, shown) => {
    expect(checkIdentifier(by(scheme), typed)).toEqual({ value: normal })
    expect(identifierKey(by(scheme), typed)).toBe(normal)
    expect(showIdentifier(by(scheme), typed).text).toBe(shown)
  })

  it.each([
    ['isbn', '978-0-441-47812-6', 'its last digit does not fit'],
    ['isbn', '0-441-47812-4', 'its last digit does not fit'],
    ['isbn', '978044147812', 'it has 10'],
    ['isbn', '9770441478125', 'begins with 978 or 979'],
    ['isbn', '979-0-2600-0043-8', 'printed music'],
    ['isbn', 'none yet', 'that has 13 digits'],
    ['issn', '0317-8472', 'its last digit does not fit'],
    ['issn', '0317-847', 'that has 8 digits'],
    ['ean', '4006381333932', 'its last digit does not fit'],
    ['ean', '40063813339', 'that has 13, 12 or 8 digits'],
    ['doi', '11.1000/182', 'begins with 10.'],
    ['doi', '10.1000/', 'begins with 10.'],
    ['doi', 'https://example.org/10.1000/182', 'begins with 10.'],
    ['doi', '10.1000/with blanks', 'begins with 10.'],
  ])('%s: %s is refused, because %s', (scheme, typed, why) => {
    const { problem, fix } = checkIdentifier(by(scheme), typed) as { problem: string; fix: string }
    expect(problem).toContain(why)
    expect(fix).toMatch(/^[A-Z].*[.?]$/)
    expect(identifierKey(by(scheme), typed)).toBe(` ${searchKey(typed)}`)
    expect(showIdentifier(by(scheme), typed)).toEqual({ text: typed })
  })

  it('a DOI leads to its page, whatever signs it holds', () => {
    expect(showIdentifier(by('doi'), 'doi:10.1002/(SICI)1097<3::AID#1>?').href).toBe(
      'https://doi.org/10.1002/(SICI)1097%3C3%3A%3AAID%231%3E%3F',
    )
    expect(showIdentifier(by('isbn'), '9780441478125').href).toBeUndefined()
  })

  it('an ISBN of 10 digits and the one of 13 are one', () => {
    fc.assert(
      fc.property(digits(9), (start) => {
        const long = `978${start}`
        expect(identifierKey(by('isbn'), start + lastOfEleven(start))).toBe(long + lastOfTen(long))
      }),
    )
  })

  it.each(withDigits)('%s: hyphens, blanks and case do not count', (scheme, number) => {
    fc.assert(
      fc.property(dressed(number), (typed) => {
        const bare = searchKey(typed).replace(/[ -]/g, '')
        expect(checkIdentifier(by(scheme), typed).problem).toBeUndefined()
        expect(identifierKey(by(scheme), typed)).toBe(identifierKey(by(scheme), bare))
      }),
    )
  })

  it.each(withDigits)('%s: any single wrong digit is found', (scheme, number) => {
    fc.assert(
      fc.property(number, fc.nat(), fc.integer({ min: 1, max: 9 }), (typed, at, by_) => {
        const place = at % typed.length
        const old = typed[place] ?? ''
        const other = old === 'x' ? String(by_) : String((Number(old) + by_) % 10)
        const wrong = typed.slice(0, place) + other + typed.slice(place + 1)
        expect(checkIdentifier(by(scheme), wrong).problem).toBeDefined()
      }),
    )
  })

  it('two digits of an ISSN or a short ISBN that changed places are found', () => {
    fc.assert(
      fc.property(fc.constantFrom(7, 9).chain(digits), fc.nat(), (start, at) => {
        const typed = start + lastOfEleven(start)
        const place = at % (start.length - 1)
        const [one = '', two = ''] = [typed[place], typed[place + 1]]
        const swapped = typed.slice(0, place) + two + one + typed.slice(place + 2)
        const scheme = by(start.length === 7 ? 'issn' : 'isbn')
        expect(checkIdentifier(scheme, swapped).problem === undefined).toBe(one === two)
      }),
    )
  })
})

const patternText = fc.string({
  unit: fc.constantFrom('A', '9', 'A', '9', '-', ' ', 'x', 'É', '\\', '.', '(', '*', 'ß', '東'),
  maxLength: 20,
})

describe('a pattern of one’s own', () => {
  it.each([
    ['INV-9999', 'inv 0042', 'inv0042', 'INV-0042'],
    ['AA 99', 'Äb-12', 'ab12', 'AB 12'],
    ['\\A-\\9-9', 'a91', 'a91', 'A-9-1'],
    ['9.A', '1.x', '1.x', '1.X'],
  ])('%s takes %s', (own, typed, normal, shown) => {
    expect(checkIdentifier(by('pattern', own), typed)).toEqual({ value: normal })
    expect(showIdentifier(by('pattern', own), typed)).toEqual({ text: shown, href: undefined })
  })

  it.each([
    ['INV-9999', 'INV-42'],
    ['INV-9999', 'INX-0042'],
    ['AA', 'a1'],
    ['99', 'a1'],
    ['9*', '99'],
    ['A', '.'],
  ])('%s refuses %s, and says what it is like', (own, typed) => {
    expect(checkIdentifier(by('pattern', own), typed).problem).toContain(own)
  })

  it('is one where something stands for a letter or a digit', () => {
    expect(['A', '9', 'INV-9', '', 'xyz', '\\A\\9'].map(isPattern)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('takes no longer with any pattern than it has signs', () => {
    const own = '(A*)*'.repeat(40)
    expect(checkIdentifier(by('pattern', own), 'a'.repeat(200)).problem).toBeDefined()
  })
})

describe('whatever is typed', () => {
  const anyType = fc.oneof(
    fc.constantFrom(none, ...schemeNames.filter((name) => name !== 'pattern').map((name) => by(name))),
    patternText.filter(isPattern).map((own) => by('pattern', own)),
  )
  const sign = fc.constantFrom(
    ...'0123456789xX- /.:',
    'é',
    '東',
    'ß',
    'isbn',
    'doi:',
    'https://doi.org/',
    '10.1000/',
    '%3C',
    '\u200b',
  )
  const anyText = fc.oneof(
    fc.string({ unit: 'grapheme', maxLength: 30 }),
    fc.string({ unit: sign, maxLength: 20 }),
    ...Object.values(right),
  )

  it('the normal form of a normal form is itself', () => {
    fc.assert(
      fc.property(anyType, anyText, (type, typed) => {
        const { value } = checkIdentifier(type, typed)
        if (value !== undefined) expect(checkIdentifier(type, value)).toEqual({ value })
      }),
      { numRuns: 2000 },
    )
  })

  it('texts that are folded alike have one key, and what is shown has it too', () => {
    fc.assert(
      fc.property(anyType, anyText, (type, typed) => {
        const key = identifierKey(type, typed)
        expect(identifierKey(type, searchKey(typed))).toBe(key)
        if (checkIdentifier(type, typed).problem === undefined && type.identifier_scheme !== 'pattern')
          expect(identifierKey(type, showIdentifier(type, typed).text)).toBe(key)
      }),
      { numRuns: 2000 },
    )
  })

  it('the key of one that is refused stands apart from all that are right', () => {
    fc.assert(
      fc.property(anyType, anyText, (type, typed) => {
        const key = identifierKey(type, typed)
        const isBroken = checkIdentifier(type, typed).problem !== undefined
        expect(key >= ' ' && key < afterBrokenKeys).toBe(isBroken)
      }),
    )
  })

  it('is found by each of its spellings', () => {
    expect(normalForms('0-441-47812-3')).toContain('9780441478125')
    expect(normalForms('https://doi.org/10.1000/182')).toContain('10.1000/182')
    expect(normalForms('Shelf 7')).toEqual(['shelf 7'])
  })
})
