/** The words of the catalogue, in memory: which of them are nearly another word. */

export interface Word {
  word: string
  count: number
}

/** Words of one length, with the letters of each as bits: two words that differ in many letters need no closer look. */
interface Shelf {
  words: Word[]
  letters: Int32Array
}

export class Vocabulary {
  readonly size: number
  readonly #byLength = new Map<number, Shelf>()
  readonly #counts = new Map<string, number>()

  constructor(words: readonly Word[]) {
    this.size = words.length
    for (const [length, of] of Map.groupBy(words, ({ word }) => word.length))
      this.#byLength.set(length, { words: of, letters: Int32Array.from(of, ({ word }) => lettersOf(word)) })
    for (const { word, count } of words) this.#counts.set(word, count)
  }

  /** How many items have exactly this word. */
  count(word: string): number {
    return this.#counts.get(word) ?? 0
  }

  /**
   * The words that come nearest, the nearest and of those the most frequent first. A letter that is wrong, missing, too many or exchanged with
   * the next one is one mistake; long words may have two.
   * @see https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance (the one called optimal string alignment)
   */
  near(typed: string, most: number): string[] {
    const mistakes = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2
    const letters = lettersOf(typed)
    const found: { word: Word; distance: number }[] = []
    for (let length = typed.length - mistakes; length <= typed.length + mistakes; length++) {
      const shelf = this.#byLength.get(length)
      if (!shelf) continue
      for (let place = 0; place < shelf.words.length; place++) {
        if (differing(letters ^ (shelf.letters[place] ?? 0)) > 2 * mistakes) continue
        const word = shelf.words[place] as Word
        const distance = distanceOf(typed, word.word, mistakes)
        if (distance > 0 && distance <= mistakes) found.push({ word, distance })
      }
    }
    return found
      .sort(
        (a, b) =>
          a.distance - b.distance || b.word.count - a.word.count || (a.word.word < b.word.word ? -1 : 1),
      )
      .slice(0, most)
      .map(({ word: { word } }) => word)
  }
}

/** A bit for each letter that occurs; letters beyond the alphabet share bits. */
function lettersOf(word: string): number {
  let bits = 0
  for (let place = 0; place < word.length; place++) bits |= 1 << (word.charCodeAt(place) % 32)
  return bits
}

function differing(bits: number): number {
  let count = 0
  for (let left = bits; left !== 0; left &= left - 1) count++
  return count
}

/** @returns how many mistakes lie between two words, or more than `most` where that many are passed */
function distanceOf(a: string, b: string, most: number): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, place) => place)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1]
      let value = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (isSame ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        value = Math.min(value, (before[j - 2] ?? 0) + 1)
      row.push(value)
      least = Math.min(least, value)
    }
    if (least > most) return least
    before = last
    last = row
  }
  return last[b.length] ?? 0
}
