/** What each kind of field takes: the limits, and what the messages say. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { yearField } from '../../src/fields/year.ts'
import { checkName, checkRefs, checkText, field, listField } from '../../src/rules/checks.ts'
import { lengthOf, searchKey } from '../../src/rules/text.ts'
import { limits } from '../../src/rules/limits.ts'

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
  const named = (names: readonly string[]) => names.map((name) => ({ name, key: searchKey(name) }))

  it('keep their order; empty lines go, and so does one that comes again in another spelling', () => {
    expect(checkRefs(['Zoë', '', 'Ada', 'ZOE', ' ', 'ada '])).toEqual({ value: named(['Zoë', 'Ada']) })
    expect(checkRefs(['Zola, Émile', ' ', 'Ada', 'ZOLA, emile'])).toEqual({
      value: named(['Zola, Émile', 'Ada']),
    })
  })

  it('are refused for one of them, saying that it is one of several', () => {
    expect(checkRefs(['Ada', 'x'.repeat(limits.name + 1)])).toMatchObject({
      problem: 'holds a name that is longer than 500 characters',
    })
  })

  it('are as many as an item may have, each counted once', () => {
    const many = Array.from({ length: limits.names }, (_, number) => `Name ${number}`)
    expect(checkRefs([...many, 'NAME 0'])).toEqual({ value: named(many) })
    expect(checkRefs([...many, 'One more'])).toMatchObject({ problem: 'holds more than 500 names' })
  })
})

describe('a field of a form', () => {
  const year = yearField('Year')
  const form = z.strictObject({
    year: field('Year', (sent) => year.parse(sent)),
    names: listField('The list', checkRefs).optional(),
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
    expect(form.parse({ year: '1', names: 'Ada' })).toEqual({
      year: 1,
      names: [{ name: 'Ada', key: 'ada' }],
    })
    expect(form.parse({ year: '', names: ['Ada', 'Bo'] })).toEqual({
      year: null,
      names: [
        { name: 'Ada', key: 'ada' },
        { name: 'Bo', key: 'bo' },
      ],
    })
  })
})
