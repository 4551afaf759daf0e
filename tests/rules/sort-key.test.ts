/** Keys that put texts in order: compared by code point, they are in the order that a reader expects. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { limits } from '../../src/rules/limits.ts'
import { sortKeyOfText, ownSortKeyOfText } from '../../src/rules/sort-key.ts'
import { lengthOf, searchKey } from '../../src/rules/text.ts'

const english = ['the', 'a', 'an']

/** By code point, as both databases compare such columns. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)]
  for (const [index, character] of left.entries()) {
    const other = right[index]
    if (other === undefined) return 1
    if (character !== other) return (character.codePointAt(0) ?? 0) - (other.codePointAt(0) ?? 0)
  }
  return left.length - right.length
}

/** The order that is meant, written down as plainly as possible: pieces of text as text, numbers by their value. */
function plainly(a: string, b: string): number {
  const pieces = (text: string) => text.match(/[0-9]+|[^0-9]/gu) ?? []
  const [left, right] = [pieces(a), pieces(b)]
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one, other] = [left[index], right[index]]
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1
    const areNumbers = /^[0-9]/.test(one) && /^[0-9]/.test(other)
    const difference = areNumbers
      ? Number(BigInt(one) - BigInt(other))
      : /^[0-9]/.test(one) || /^[0-9]/.test(other)
        ? byCodePoint(one.charAt(0), other.charAt(0))
        : byCodePoint(one, other)
    if (difference !== 0) return difference
  }
  return 0
}

const sorted = (titles: readonly string[], articles: readonly string[] = []) =>
  titles.toSorted((a, b) =>
    byCodePoint(sortKeyOfText(searchKey(a), articles), sortKeyOfText(searchKey(b), articles)),
  )

const text = fc
  .array(
    fc.oneof(
      fc.nat({ max: 1200 }).map(String),
      fc.constantFrom('007', '00', 'vol ', 'a', ' ', '-', '.', 'é', '書', '𝒳'),
    ),
  )
  .map((parts) => searchKey(parts.join('')))

describe('the key that texts are put in order by', () => {
  it('puts the second volume before the tenth', () => {
    const titles = ['Volume 10', 'Volume 2', 'Volume 1, part 12', 'Volume 1, part 3', 'Volume', 'Volumes']
    expect(sorted(titles)).toEqual([
      'Volume',
      'Volume 1, part 3',
      'Volume 1, part 12',
      'Volume 2',
      'Volume 10',
      'Volumes',
    ])
  })

  it('orders any two texts as a comparison of their letters and the values of their numbers does', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(Math.sign(byCodePoint(sortKeyOfText(a), sortKeyOfText(b)))).toBe(Math.sign(plainly(a, b)))
      }),
    )
  })

  it('orders numbers of any length up to 98 digits by their value, and longer ones behind them', () => {
    const number = fc
      .integer({ min: 1, max: 98 })
      .chain((length) => fc.bigInt({ min: 0n, max: 10n ** BigInt(length) - 1n }))
    fc.assert(
      fc.property(number, number, (a, b) => {
        const order = byCodePoint(sortKeyOfText(`x${a}`), sortKeyOfText(`x${b}`))
        expect(Math.sign(order)).toBe(a < b ? -1 : a > b ? 1 : 0)
        expect(byCodePoint(sortKeyOfText(`x${a}`), sortKeyOfText(`x${'1'.repeat(99)}`))).toBeLessThan(0)
      }),
    )
  })

  it('does not see the zeros in front of a number', () => {
    expect(sortKeyOfText('agent 007')).toBe(sortKeyOfText('agent 7'))
    expect(sortKeyOfText('agent 000')).toBe(sortKeyOfText('agent 0'))
  })

  it('leaves out the article in front, where there is something behind it', () => {
    const titles = ['The Tempest', 'A Tale of Two Cities', 'Theatre', 'Another Country', 'An Enemy', 'Tenet']
    expect(sorted(titles, english)).toEqual(
      ['Another Country', 'An Enemy', 'A Tale of Two Cities', 'The Tempest', 'Tenet', 'Theatre'].toSorted(
        (a, b) => (a.replace(/^(The|An?) /, '') < b.replace(/^(The|An?) /, '') ? -1 : 1),
      ),
    )
    expect(sortKeyOfText('a', english)).toBe('a')
    expect(sortKeyOfText('the the', english)).toBe('the')
    expect(sortKeyOfText('a 2', english)).toBe('12')
  })

  it('takes an article with an apostrophe off the word that follows', () => {
    expect(sortKeyOfText("l'etranger", ["l'"])).toBe('etranger')
    expect(sortKeyOfText("l'", ["l'"])).toBe("l'")
  })

  it('is no longer than an index can take, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 2000 }), (any) => {
        const key = sortKeyOfText(searchKey(any), english)
        expect(lengthOf(key)).toBeLessThanOrEqual(limits.sortedCharacters)
      }),
    )
    expect(lengthOf(sortKeyOfText('7 '.repeat(1000)))).toBe(limits.sortedCharacters)
    expect(lengthOf(sortKeyOfText('9'.repeat(5000)))).toBe(limits.sortedCharacters)
  })

  it('is none of its own where the beginning of the folded text does', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.string().map(searchKey)), (key) => {
        const start = Array.from(key).slice(0, limits.sortedCharacters).join('')
        const own = ownSortKeyOfText(key, english)
        expect(own).not.toBe(start)
        expect(own ?? start).toBe(sortKeyOfText(key, english))
      }),
    )
    expect(ownSortKeyOfText('theatre', english)).toBeNull()
  })
})
