/** Sets of ids as bits, links in one array, and bars over a range: each against the plain way to do it. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { yearField } from '../../src/fields/year.ts'
import { FacetCounter } from '../../src/search/count.ts'
import type { ValueStore } from '../../src/search/columns.ts'
import { IdSet, pieceBits } from '../../src/search/id-set.ts'
import { LinksColumn } from '../../src/search/links-column.ts'
import { scaleOf } from '../../src/search/scale.ts'
import { ValueColumn } from '../../src/search/value-column.ts'
import { OneOf } from '../../src/search/matcher.ts'

const id = fc.oneof(
  fc.integer({ min: 1, max: 200 }),
  fc.integer({ min: 65_500, max: 65_600 }),
  fc.integer({ min: 1, max: 2_147_483_647 }),
)
const ids = fc.uniqueArray(id, { maxLength: 60 })
const down = (of: Iterable<number>) => [...of].sort((a, b) => b - a)

describe('a set of ids', () => {
  it('does what a set does', () => {
    fc.assert(
      fc.property(ids, ids, (some, others) => {
        const [a, b] = [IdSet.of(some), IdSet.parse(others.join(','))]
        expect(down(a.and(b).toArray())).toEqual(down(some.filter((each) => others.includes(each))))
        expect(down(a.or(b).toArray())).toEqual(down(new Set([...some, ...others])))
        expect(down(a.without(b).toArray())).toEqual(down(some.filter((each) => !others.includes(each))))
        expect([a.size, b.has(others[0] ?? 0)]).toEqual([some.length, others.length > 0])
      }),
    )
  })

  it('is read from any place, both ways', () => {
    fc.assert(
      fc.property(
        ids,
        fc.option(id, { nil: undefined }),
        fc.nat(10),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        (some, past, skipped, most, up) => {
          const sorted = up ? down(some).reverse() : down(some)
          const after =
            past === undefined ? sorted : sorted.filter((each) => (up ? each > past : each < past))
          expect(IdSet.of(some).take(most, { up, skipped, ...(past !== undefined && { past }) })).toEqual(
            after.slice(skipped, skipped + most),
          )
        },
      ),
    )
  })
})

describe('links in one array', () => {
  it('are counted and kept as a map of lists has them, whatever is changed', () => {
    const change = fc.tuple(
      fc.integer({ min: 1, max: 20 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 5 }),
    )
    fc.assert(
      fc.property(fc.array(change), fc.array(change), (loaded, changes) => {
        const column = new LinksColumn()
        const plain = new Map(loaded)
        const rows = [...plain].flatMap(([item, values]) => values.map((value) => [item, value] as const))
        column.load(
          0,
          rows.map(([item]) => item),
          rows.map(([, value]) => value),
        )
        for (const [item, values] of changes) {
          column.set(item, values)
          plain.set(item, values)
        }
        const all = IdSet.of(Array.from({ length: 20 }, (_, place) => place + 1))
        const bits = all.pieces.get(1 >> pieceBits) as Uint32Array
        expect(down(column.valuesOf(0, bits))).toEqual(down([...plain.values()].flat()))
        const kept = new IdSet()
        kept.pieces.set(0, column.keep(0, bits, new OneOf([3])))
        expect(kept.toArray()).toEqual(
          [...plain].flatMap(([item, of]) => (of.includes(3) ? [item] : [])).sort((a, b) => a - b),
        )
      }),
    )
  })
})

describe('entries of a reference', () => {
  it('are counted however high their ids are, the one of most items first', () => {
    const links = new LinksColumn()
    const ids = [9, 2_000, 3_999_999, 4_000_000, 2_147_483_647]
    for (const [place, id] of ids.entries()) links.set(place + 1, ids.slice(0, place).concat(id))
    const items = IdSet.of(ids.map((_, place) => place + 1))
    const store = { items, many: new Map([['creators', links]]) } as unknown as ValueStore
    const counter = new FacetCounter(store)
    expect(counter.references('creators', items, 3, [2_147_483_647, 7])).toEqual([
      [9, 5],
      [2_000, 4],
      [3_999_999, 3],
      [2_147_483_647, 1],
      [7, 0],
    ])
    expect(counter.references('creators', IdSet.of([5]), 2, [])).toEqual([
      [9, 1],
      [2_000, 1],
    ])
  })
})

describe('bars over a range', () => {
  it('hold every value once, and their ends can be typed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.option(fc.integer({ min: -3_000, max: 2_100 })), { minLength: 1, maxLength: 200 }),
        (years) => {
          const scale = scaleOf({ ...yearField('Year'), filter: true })
          if (scale?.kind !== 'range') throw new Error('A year has a range.')
          const values = new ValueColumn((length) => new Float32Array(length), NaN)
          for (const [place, year] of years.entries()) values.set(place + 1, year ?? NaN)
          const items = IdSet.of(years.map((_, place) => place + 1))
          const store = { items, fields: new Map([['year', { values, scale }]]) } as unknown as ValueStore
          const counter = new FacetCounter(store)
          const facet = counter.field('year', items)
          expect(counter.field('year', items)).toBe(facet)
          const known = years.filter((year) => year !== null)
          if (known.length === 0) {
            expect(facet).toBeUndefined()
            return
          }
          const bars = facet?.kind === 'range' ? facet.bars : []
          expect(bars.length).toBeLessThanOrEqual(25)
          for (const { from, to, count } of bars)
            expect(known.filter((year) => year >= Number(from) && year <= Number(to))).toHaveLength(count)
          expect(bars.reduce((sum, { count }) => sum + count, 0)).toBe(known.length)
          const decades = counter.field('year', items, 10)
          const lowest = Math.floor(Math.min(...known) / 10) * 10
          expect(decades?.kind === 'range' && decades.bars).toEqual(
            Array.from({ length: Math.floor((Math.max(...known) - lowest) / 10) + 1 }, (_, place) => {
              const from = lowest + place * 10
              const count = known.filter((year) => year >= from && year < from + 10).length
              return { from: String(from), to: String(from + 9), count }
            }),
          )
        },
      ),
    )
  })
})
