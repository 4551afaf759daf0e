/** Words of a generated catalogue, by how many of its items they find. */
import { generateItems, makeWords, wordCount } from './generate.ts'
import type { GeneratedItem } from './generate.ts'

/** Counted in the first so many items: the others are made alike. */
const counted = 20_000

export interface CountedWords {
  items: GeneratedItem[]
  /** In a fixed order that has nothing to do with their frequency. */
  words: string[]
  /** The share of the items that have the word, or a longer one that begins with it: so it is searched. */
  share: (word: string) => number
  /** The words whose share is in between. */
  between: (least: number, most: number) => string[]
}

export function countWords(size: number): CountedWords {
  const items = [...generateItems(size).take(Math.min(size, counted))]
  const counts = new Map<string, number>()
  for (const item of items)
    for (const beginning of beginningsIn(item)) counts.set(beginning, (counts.get(beginning) ?? 0) + 1)
  const words = makeWords(wordCount, 1)
  const share = (word: string) => (counts.get(word) ?? 0) / items.length
  const between = (least: number, most: number) =>
    words.filter((word) => share(word) >= least && share(word) <= most)
  return { items, words, share, between }
}

function beginningsIn({ title, description, creators, categories }: GeneratedItem): Set<string> {
  const text = [title, description, ...creators, ...categories].join(' ').toLowerCase()
  const beginnings = new Set<string>()
  for (const word of new Set(text.match(/[a-z]+/g)))
    for (let length = 1; length <= word.length; length++) beginnings.add(word.slice(0, length))
  return beginnings
}
