/** The generator gives the same catalogue each time, in the shape that the benchmark says. */
import { expect, it } from 'vitest'
import { columns } from '../../src/features/transfer/forms.ts'
import {
  cellsOf,
  generatedColumns,
  generateItems,
  makeWords,
  randomFrom,
  zipf,
} from '../../bench/generate.ts'

const items = [...generateItems(2_000)]

it('makes the same items from the same number and seed, and others from another seed', () => {
  expect([...generateItems(2_000)]).toEqual(items)
  expect([...generateItems(2_000, 2)]).not.toEqual(items)
})

it('gives each item 1 to 3 creators out of a tenth as many, 1 to 4 of 200 categories, and 20 to 40 words', () => {
  const sizes = (lists: string[][]) => [...new Set(lists.map((list) => new Set(list).size))].sort()
  expect(sizes(items.map(({ creators }) => creators))).toEqual([1, 2, 3])
  expect(sizes(items.map(({ categories }) => categories))).toEqual([1, 2, 3, 4])
  expect(new Set(items.flatMap(({ creators }) => creators)).size).toBeLessThanOrEqual(200)
  expect(new Set(items.flatMap(({ categories }) => categories)).size).toBeLessThanOrEqual(200)
  const words = items.map(({ description }) => description.split(' ').length)
  expect([Math.min(...words), Math.max(...words)]).toEqual([20, 40])
  expect(new Set(items.map(({ identifier }) => identifier)).size).toBe(items.length)
})

it('uses few words often and many seldom', () => {
  const random = randomFrom(1)
  const counts = new Map<number, number>()
  for (let i = 0; i < 50_000; i++) {
    const place = zipf(random, 1_000)
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  expect(Math.min(...counts.keys())).toBe(0)
  expect(Math.max(...counts.keys())).toBeLessThan(1_000)
  expect((counts.get(0) ?? 0) / (counts.get(9) ?? 1)).toBeGreaterThan(5)
})

it('makes as many different words as asked for', () => {
  expect(new Set(makeWords(6_000, 1)).size).toBe(6_000)
})

it('puts an item into the cells of a CSV file', () => {
  const [item] = items
  expect(generatedColumns).toEqual(columns.filter((column) => Object.hasOwn(item!, column)))
  const cells = cellsOf(item!)
  expect(cells).not.toContain('')
  expect(cells[generatedColumns.indexOf('title')]).toBe(item!.title)
  expect(cells).toHaveLength(generatedColumns.length)
})
