/** One number for each item, in memory: the id of its type, the place of its choice in the list, its year. */
import { pieceBits, pieceSize } from './id-set.ts'
import type { Matcher } from './matcher.ts'

type Numbers = Int16Array | Int32Array | Float32Array | Float64Array

/** Holds the values that `valuesOf` returns. All columns share one list: it has room for a whole piece, and no caller keeps it. */
const found = new Float64Array(pieceSize)

export class ValueColumn {
  readonly #pieces = new Map<number, Numbers>()
  readonly #make: () => Numbers

  /** @param make an empty piece, which says how much room a number takes @param none the number of an item without a value */
  constructor(make: (length: number) => Numbers, none: number) {
    this.#make = () => make(pieceSize).fill(none)
  }

  /** Puts the values of a whole piece in place of what was there. */
  load(number: number, items: readonly number[], values: readonly number[]): void {
    const piece = this.#make()
    for (let place = 0; place < items.length; place++)
      piece[(items[place] ?? 0) & (pieceSize - 1)] = values[place] ?? 0
    this.#pieces.set(number, piece)
  }

  set(item: number, value: number): void {
    const number = item >>> pieceBits
    let piece = this.#pieces.get(number)
    if (!piece) this.#pieces.set(number, (piece = this.#make()))
    piece[item & (pieceSize - 1)] = value
  }

  /**
   * The values of the items whose bits are set, in one piece, with the number that stands for none where an item has no value. The list is
   * valid only until the next call.
   */
  valuesOf(number: number, bits: Uint32Array): Float64Array {
    const piece = this.#pieces.get(number)
    if (!piece) return found.subarray(0, 0)
    let length = 0
    for (let place = 0; place < bits.length; place++) {
      let word = bits[place] ?? 0
      while (word !== 0) {
        const bit = word & -word
        word ^= bit
        found[length++] = piece[place * 32 + 31 - Math.clz32(bit)] ?? 0
      }
    }
    return found.subarray(0, length)
  }

  /** Leaves those bits of a piece whose items have a wanted value. */
  keep(number: number, bits: Uint32Array, matcher: Matcher): Uint32Array {
    const kept = new Uint32Array(bits.length)
    const piece = this.#pieces.get(number)
    if (!piece) return kept
    for (let place = 0; place < bits.length; place++) {
      let word = bits[place] ?? 0
      let result = 0
      while (word !== 0) {
        const bit = word & -word
        word ^= bit
        if (matcher.matches(piece[place * 32 + 31 - Math.clz32(bit)] ?? 0)) result |= bit
      }
      kept[place] = result
    }
    return kept
  }
}
