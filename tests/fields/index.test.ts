/** What each kind of field takes: by what is sent and what comes of it. */
import { describe, expect, it, vi } from 'vitest'
import * as field from '../../src/fields/index.ts'
import { checkName } from '../../src/rules/checks.ts'
import { limits } from '../../src/rules/limits.ts'

const title = field.title('Title')
const year = field.year('Year')
const description = field.longText('Description')
const identifier = field.identifier('Identifier')

describe('a title', () => {
  it.each([
    ['  Gilgamesh ', 'Gilgamesh'],
    ['Cafe\u0301', 'Café'],
    ['a\r\nb', 'a\nb'],
    ['=1+1', '=1+1'],
    ['𝔞'.repeat(limits.title), '𝔞'.repeat(limits.title)],
  ])('%j is stored as %j', (sent, value) => {
    expect(title.parse(sent)).toEqual({ value })
  })

  it.each([
    ['', 'is needed'],
    [' \n\u200b', 'is needed'],
    ['a\u0000', 'holds the control character U+0000, which cannot be kept'],
    ['a\ud800', 'holds half a character, which cannot be kept'],
    [`a${'\u0316'.repeat(31)}`, 'holds too many accents on one letter, which cannot be kept'],
    ['x'.repeat(limits.title + 1), 'is longer than 2,000 characters'],
  ])('%j is refused', (sent, problem) => {
    expect(title.parse(sent)).toMatchObject({ problem })
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
      expect(description.parse(letter.repeat(limits.longText)).problem).toBeUndefined()
      expect(description.parse(letter.repeat(limits.longText + 1)).problem).toMatch(/^is longer than/)
    },
  )
})

describe('a year', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['1937', 1937],
    ['-2100', -2100],
    [' -700 ', -700],
    ['+7', 7],
    ['0044', 44],
    ['007', 7],
    ['0', 0],
    ['-9999', -9999],
    ['9999', 9999],
  ])('%j is %j', (sent, value) => {
    expect(year.parse(sent)).toEqual({ value })
  })

  it.each([
    'c. 1800',
    '1800-1819',
    '1e3',
    '0x10',
    '1900.0',
    '1.5',
    '10000',
    '-10000',
    '１９００',
    'Infinity',
    '--1',
    '9'.repeat(400),
  ])('%j is refused, and the message says what to write', (sent) => {
    expect(year.parse(sent)).toMatchObject({
      problem: 'is not a whole number from -9999 to 9999',
      fix: expect.stringContaining('-700') as string,
    })
  })
})

it('keeps a description as it was sent, blanks and all', () => {
  expect(description.parse('  a\n b ')).toEqual({ value: '  a\n b ' })
  expect(description.parse('x'.repeat(limits.longText + 1))).toMatchObject({
    problem: 'is longer than 20,000 characters',
  })
})

it('takes an empty identifier for none, and measures the key as well', () => {
  expect(identifier.parse(' ')).toEqual({ value: null })
  expect(identifier.parse(' 978-0 ')).toEqual({ value: '978-0' })
  expect(identifier.parse('\u200b')).toMatchObject({ problem: 'holds nothing that can be read' })
  expect(identifier.parse('ﷺ'.repeat(50))).toMatchObject({ problem: 'is longer than 200 characters' })
})
