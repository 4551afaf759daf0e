/** One number for each item, in memory: the id of its type, the place of its choice in the list, its year. */
import { forEachBit, pieceBits, pieceSize } from './id-set.ts'

type Numbers = Int16Array | Int32Array | Float32Array | Float64Array

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

  /** Calls `each` with the value of every item of a piece whose bit is set. */
  forEach(number: number, bits: Uint32Array, each: (value: number) => void): void {
    const piece = this.#pieces.get(number)
    if (piece) forEachBit(bits, (low) => each(piece[low] ?? 0))
  }

  /** Leaves those bits of a piece whose items have a wanted value. */
  keep(number: number, bits: Uint32Array, isWanted: (value: number) => boolean): Uint32Array {
    const kept = new Uint32Array(bits.length)
    const piece = this.#pieces.get(number)
    if (!piece) return kept
    forEachBit(bits, (low) => {
      if (isWanted(piece[low] ?? 0)) kept[low >>> 5] = (kept[low >>> 5] ?? 0) | (1 << (low & 31))
    })
    return kept
  }
}
