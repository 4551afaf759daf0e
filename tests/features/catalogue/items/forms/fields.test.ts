/** The rules of an item's fields, by what is sent and what comes of it. */
import { describe, expect, it, vi } from 'vitest'
import { limits } from '../../../../../src/rules/limits.ts'
import {
  checkDescription,
  checkIdentifier,
  checkName,
  checkNames,
  checkTitle,
  checkYear,
} from '../../../../../src/features/catalogue/items/forms/fields.ts'

describe('a title', () => {
  it.each([
    ['  Gilgamesh ', 'Gilgamesh'],
    ['Cafe\u0301', 'Café'],
    ['a\r\nb', 'a\nb'],
    ['=1+1', '=1+1'],
    ['𝔞'.repeat(limits.title), '𝔞'.repeat(limits.title)],
  ])('%j is stored as %j', (sent, value) => {
    expect(checkTitle(sent)).toEqual({ value })
  })

  it.each([
    ['', 'is needed'],
    [' \n\u200b', 'is needed'],
    ['a\u0000', 'holds the control character U+0000, which cannot be kept'],
    ['a\ud800', 'holds half a character, which cannot be kept'],
    [`a${'\u0316'.repeat(31)}`, 'holds too many accents on one letter, which cannot be kept'],
    ['x'.repeat(limits.title + 1), 'is longer than 2,000 characters'],
  ])('%j is refused', (sent, problem) => {
    expect(checkTitle(sent)).toMatchObject({ problem })
  })
})

describe('a text that is too long', () => {
  it('is not worked on', () => {
    const normalize = vi.spyOn(String.prototype, 'normalize')
    expect(checkName('\ufdfa'.repeat(1_000_000))).toMatchObject({ problem: 'is longer than 500 characters' })
    expect(normalize).not.toHaveBeenCalled()
    normalize.mockRestore()
  })

  it.each(['\u03b1\u0313\u0300\u0345', '\u{11099}\u{110ba}'])(
    'is counted as it is kept: %s is one letter',
    (letter) => {
      expect(letter.normalize('NFC')).toHaveLength(letter.startsWith('\u03b1') ? 1 : 2)
      expect(checkDescription(letter.repeat(limits.description)).problem).toBeUndefined()
      expect(checkDescription(letter.repeat(limits.description + 1)).problem).toMatch(/^is longer than/)
    },
  )
})

describe('a year', () => {
  it.each([
    ['', null],
    [' ', null],
    ['1937', 1937],
    ['-2100', -2100],
    ['+7', 7],
    ['0044', 44],
    ['-9999', -9999],
    ['9999', 9999],
  ])('%j is %j', (sent, value) => {
    expect(checkYear(sent)).toEqual({ value })
  })

  it.each([
    'c. 1800',
    '1800-1819',
    '1e3',
    '0x10',
    '1900.0',
    '10000',
    '-10000',
    '１９００',
    'Infinity',
    '--1',
  ])('%j is refused', (sent) => {
    expect(checkYear(sent)).toMatchObject({ problem: 'is not a whole number from -9999 to 9999' })
  })
})

it('keeps a description as it was sent, blanks and all', () => {
  expect(checkDescription('  a\n b ')).toEqual({ value: '  a\n b ' })
  expect(checkDescription('x'.repeat(limits.description + 1))).toMatchObject({
    problem: 'is longer than 20,000 characters',
  })
})

it('takes an empty identifier for none, and measures the key as well', () => {
  expect(checkIdentifier(' ')).toEqual({ value: null })
  expect(checkIdentifier(' 978-0 ')).toEqual({ value: '978-0' })
  expect(checkIdentifier('\u200b')).toMatchObject({ problem: 'holds nothing that can be read' })
  expect(checkIdentifier('ﷺ'.repeat(50))).toMatchObject({ problem: 'is longer than 200 characters' })
})

it('folds names that come twice and keeps the order', () => {
  expect(checkNames(['Zola, Émile', ' ', 'Ada', 'ZOLA, emile'])).toEqual({ value: ['Zola, Émile', 'Ada'] })
  expect(checkNames(['Ada', 'x'.repeat(501)])).toMatchObject({
    problem: 'holds a name that is longer than 500 characters',
  })
  expect(checkName('')).toMatchObject({ problem: 'is needed' })
})

describe('names', () => {
  it('are as many as an item may have, each counted once', () => {
    const many = Array.from({ length: limits.names }, (_, number) => `Name ${number}`)
    expect(checkNames([...many, 'NAME 0'])).toEqual({ value: many })
    expect(checkNames([...many, 'One more'])).toMatchObject({ problem: 'holds more than 500 names' })
  })
})
