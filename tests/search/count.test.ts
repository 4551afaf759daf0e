/** The bars of a range: each value is counted in the bar whose ends it lies between, to the last digit. */
import { expect, it } from 'vitest'
import { dateField } from '../../src/fields/date.ts'
import { dateTimeField } from '../../src/fields/date-time.ts'
import { decimalField } from '../../src/fields/decimal.ts'
import type { AnyField } from '../../src/fields/field.ts'
import { integerField } from '../../src/fields/integer.ts'
import { moneyField } from '../../src/fields/money.ts'
import { ratingField } from '../../src/fields/rating.ts'
import { yearField } from '../../src/fields/year.ts'
import { ValueStore } from '../../src/search/columns.ts'
import { FacetCounter } from '../../src/search/count.ts'
import { scaleOf } from '../../src/search/scale.ts'
import type { RangeScale } from '../../src/search/scale.ts'
import { ValueColumn } from '../../src/search/value-column.ts'

/** The bars of these values, one item each, and how many items the address behind each bar finds. */
function barsOf(field: AnyField, texts: readonly string[], width?: number) {
  const store = new ValueStore()
  const values = new ValueColumn((length) => new Float64Array(length), NaN)
  const scale = scaleOf(field) as RangeScale
  for (const [place, text] of texts.entries()) {
    store.items.add(place + 1)
    values.set(place + 1, scale.numberOf(text))
  }
  store.fields.set('price', { values, scale })
  const found = new FacetCounter(store).field('price', store.items, width)
  return (found?.kind === 'range' ? found.bars : []).map((bar) => {
    const [from, to] = [scale.read(bar.from), scale.read(bar.to)]
    return { ...bar, finds: texts.map(scale.read).filter((value) => value >= from && value <= to).length }
  })
}

/** So many values, each a step of `tenths` tenths above the one before. */
const prices = (count: number, first: number, tenths = 1) =>
  Array.from({ length: count }, (_, place) => ((first + place * tenths) / 10).toFixed(2))

it.each([
  ['0.00 to 2.00', prices(21, 0)],
  ['-2.00 to 0.00', prices(21, -20)],
  ['-1.10 to 1.10', prices(23, -11)],
  ['1000000.00 to 1000002.00', prices(21, 10_000_000)],
])('has one of the prices from %s in each bar, and the address behind it finds that one', (_, texts) => {
  const bars = barsOf(decimalField('Price'), texts)
  expect(bars.map(({ from }) => from)).toEqual(texts)
  expect(bars.map(({ count, finds }) => [count, finds])).toEqual(texts.map(() => [1, 1]))
})

it.each([
  ['decimals', decimalField('Price', { decimals: 3 }), ['-0.301', '-0.3', '0', '0.299', '0.3', '7.7', '8.1']],
  ['whole numbers', integerField('Copies'), ['-7', '-1', '0', '3', '3', '61', '1000']],
  ['days', dateField('Seen'), ['1969-12-31', '1970-01-01', '2024-02-29', '2024-03-01', '2026-01-31']],
])('counts %s in the bars that find them', (_, field, texts) => {
  const bars = barsOf(field, texts)
  expect(bars.map(({ count }) => count)).toEqual(bars.map(({ finds }) => finds))
  expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(texts.length)
})

it('counts moments of less than a second apart in the bars that find them', () => {
  const texts = Array.from({ length: 50 }, (_, n) => new Date(Date.UTC(2026, 0, 1) + n * 1_700).toISOString())
  const bars = barsOf(dateTimeField('Seen'), texts)
  expect(bars.map(({ count }) => count)).toEqual(bars.map(({ finds }) => finds))
})

it.each<[string, AnyField, string[]]>([
  ['whole numbers', integerField('Copies'), ['0', '1000000000', '2147483647']],
  ['numbers with a least one', integerField('Copies', { min: 1 }), ['1', '50', '100']],
  ['years with a least one', yearField('Year', { min: 1455 }), ['1455', '1500', '1999']],
  ['ratings', ratingField('Rating', { most: 100 }), ['1', '50', '100']],
  ['amounts', moneyField('Price', { currency: 'EUR' }), ['-9999999999999.99', '0.00', '9999999999999.99']],
  ['days', dateField('Seen'), ['0001-01-02', '2026-01-31', '9999-12-30']],
  [
    'days with a first one',
    dateField('Seen', { min: '2020-01-01' }),
    ['2020-01-01', '2020-06-01', '2026-01-31'],
  ],
  ['moments', dateTimeField('Seen'), ['0001-01-02T00:00:00.000Z', '9999-12-30T00:00:00.000Z']],
])('has ends that the field takes, for %s', (_, field, texts) => {
  const bars = barsOf(field, texts)
  const ends = bars.flatMap(({ from, to }) => [from, to])
  expect(ends.filter((end) => field.parse(end).problem !== undefined)).toEqual([])
  expect(bars.map(({ count }) => count)).toEqual(bars.map(({ finds }) => finds))
})

it('makes bars of the width that is asked for, from the first value to the last', () => {
  const bars = barsOf(decimalField('Price'), ['0.10', '0.30', '0.60'], 0.3)
  expect(bars.map(({ from, to, count }) => [from, to, count])).toEqual([
    ['0.00', '0.29', 1],
    ['0.30', '0.59', 1],
    ['0.60', '0.89', 1],
  ])
})
