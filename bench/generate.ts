/** Makes catalogues of any size for measuring: the same number and seed give the same items, on every machine. */
import { columns, joinNames } from '../src/features/transfer/forms.ts'

/** One generated item; lists as lists. */
export interface GeneratedItem {
  title: string
  description: string
  year: number
  item_type: string
  identifier: string
  creators: string[]
  categories: string[]
}

export type Random = () => number

/**
 * Numbers from 0 to below 1 that only the seed decides (the generator is known as mulberry32); `Math.random` takes no seed.
 */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** A place from 0 to below `count`, the first most often: the second half as often, the third a third as often (Zipf's law). */
export function zipf(random: Random, count: number): number {
  return Math.floor(count ** random()) - 1
}

const between = (random: Random, least: number, most: number) =>
  least + Math.floor(random() * (most - least + 1))

const beginnings = 'b br c cl d dr f fl g gl h j k l m n p pl r s st t tr v w z'.split(' ')
const vowels = 'a e i o u ae ia ou'.split(' ')
const endings = ['', '', 'n', 'r', 's', 'l', 'nd', 'rt', 'ck']

/** Different words that can be spoken, the same ones for the same seed. */
export function makeWords(count: number, seed: number): string[] {
  const random = randomFrom(seed)
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const words = new Set<string>()
  while (words.size < count) {
    let word = ''
    for (let syllables = between(random, 1, 3); syllables > 0; syllables--)
      word += pick(beginnings) + pick(vowels)
    words.add(word + pick(endings))
  }
  return [...words]
}

const types = ['Book', 'Photograph', 'Print', 'Drawing', 'Film', 'Record', 'Map', 'Letter']
const categoryCount = 200
export const wordCount = 6_000

const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1)

/** The items of a catalogue of this size: 1 to 3 creators out of a tenth as many, 1 to 4 of 200 categories each. */
export function* generateItems(size: number, seed = 1): Generator<GeneratedItem, void, void> {
  const words = makeWords(wordCount, seed)
  const random = randomFrom(seed + 1)
  const word = () => words[zipf(random, wordCount)] ?? ''
  const some = (count: number, of: number, name: (place: number) => string) => {
    const places = new Set<number>()
    while (places.size < count) places.add(zipf(random, of))
    return [...places].map(name)
  }
  const creators = Math.max(3, Math.floor(size / 10))
  for (let number = 1; number <= size; number++) {
    yield {
      title: capital(Array.from({ length: between(random, 2, 6) }, word).join(' ')),
      description: `${capital(Array.from({ length: between(random, 20, 40) }, word).join(' '))}.`,
      // Most are recent, some are old.
      year: 2025 - zipf(random, 2_500),
      item_type: types[zipf(random, types.length)] ?? '',
      identifier: `G${String(number).padStart(7, '0')}`,
      creators: some(between(random, 1, 3), creators, (place) => creatorName(words, place)),
      categories: some(between(random, 1, 4), categoryCount, (place) => capital(words[place] ?? '')),
    }
  }
}

function creatorName(words: readonly string[], place: number): string {
  const surname = words[place % words.length] ?? ''
  const forename = words[(place * 7 + 13) % words.length] ?? ''
  return `${capital(surname)}, ${capital(forename)} ${place + 1}`
}

const generated: readonly string[] = Object.keys({
  title: true,
  description: true,
  year: true,
  item_type: true,
  identifier: true,
  creators: true,
  categories: true,
} satisfies Record<keyof GeneratedItem, true>)

/** The columns of the generated CSV file, in the order in which files are written. */
export const generatedColumns = columns.filter((column) => generated.includes(column))

/** The cells of an item in the order of these columns. */
export function cellsOf(item: GeneratedItem): (string | number)[] {
  const cells: Partial<Record<string, string | number>> = {
    ...{ ...item, creators: joinNames(item.creators), categories: joinNames(item.categories) },
  }
  return generatedColumns.map((column) => cells[column] ?? '')
}
