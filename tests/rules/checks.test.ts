/** What each kind of field takes: the limits, and what the messages say. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkName, checkNames, checkText, checkYear, field, listField } from '../../src/rules/checks.ts'
import { lengthOf, searchKey } from '../../src/rules/text.ts'
import { limits } from '../../src/rules/limits.ts'

describe('a year', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['1951', 1951],
    [' -700 ', -700],
    ['+12', 12],
    ['007', 7],
    ['0', 0],
    ['-9999', -9999],
    ['9999', 9999],
  ])('%j is %j', (sent, year) => {
    expect(checkYear(sent)).toEqual({ value: year })
  })

  it.each([
    '10000',
    '-10000',
    '1.5',
    '1e3',
    '0x10',
    'c. 1800',
    '1800-1819',
    '--1',
    '１９５１',
    'Infinity',
    '9'.repeat(400),
  ])('%j is refused, and the message says what to write', (sent) => {
    expect(checkYear(sent)).toMatchObject({
      problem: 'is not a whole number from -9999 to 9999',
      fix: expect.stringContaining('-700') as string,
    })
  })
})

describe('text', () => {
  it('counts characters as the databases do, not the halves of a pair', () => {
    expect(checkText('😀'.repeat(10), 10)).toEqual({ value: '😀'.repeat(10) })
    expect(checkText('😀'.repeat(12), 10)).toMatchObject({ fix: 'Take 2 away.' })
  })

  it('is composed, with line ends of one kind, before it is counted', () => {
    expect(checkText('e\u0301\r\nx', 3)).toEqual({ value: 'é\nx' })
  })

  it.each(['a\u0000', '\u001b[31m', '\ud800'])('%j is refused', (sent) => {
    expect(checkText(sent, 100).problem).toMatch(/cannot be kept/)
  })
})

describe('a name', () => {
  it('is trimmed, and needs something that shows', () => {
    expect(checkName('  Ada  ')).toEqual({ value: 'Ada' })
    for (const sent of ['', ' ', '\u200b', '\u00a0\u2003']) expect(checkName(sent).problem).toBe('is needed')
  })

  it('has a key that fits its column too, or is refused', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 700 }), (sent) => {
        const { value } = checkName(sent)
        if (value === undefined) return
        expect(lengthOf(value)).toBeLessThanOrEqual(limits.name)
        expect(lengthOf(searchKey(value))).toBeLessThanOrEqual(limits.name)
        expect(searchKey(value)).not.toBe('')
      }),
    )
  })
})

describe('several names', () => {
  it('keep their order; empty lines go, and so does one that comes again in another spelling', () => {
    expect(checkNames(['Zoë', '', 'Ada', 'ZOE', ' ', 'ada '])).toEqual({ value: ['Zoë', 'Ada'] })
  })

  it('are refused for one of them, saying that it is one of several', () => {
    expect(checkNames(['Ada', 'x'.repeat(limits.name + 1)]).problem).toMatch(/^holds a name that is longer/)
  })
})

describe('a field of a form', () => {
  const form = z.strictObject({
    year: field('Year', checkYear),
    names: listField('The list', checkNames).optional(),
  })
  const messages = (body: unknown) => form.safeParse(body).error?.issues.map(({ message }) => message)

  it('has a message that begins with its label and ends with what to do', () => {
    expect(messages({ year: 'x' })).toEqual([
      'Year is not a whole number from -9999 to 9999. Years BCE are negative, such as -700. It may also stay empty.',
    ])
  })

  it('says when it is missing, or was sent twice', () => {
    expect(messages({})).toEqual(['Year is needed.'])
    expect(messages({ year: ['1', '2'] })).toEqual(['Year was sent more than once. Send one value.'])
  })

  it('takes a list from one value or several', () => {
    expect(form.parse({ year: '1', names: 'Ada' })).toEqual({ year: 1, names: ['Ada'] })
    expect(form.parse({ year: '', names: ['Ada', 'Bo'] })).toEqual({ year: null, names: ['Ada', 'Bo'] })
  })
})
