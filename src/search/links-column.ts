/** Ids that items refer to, many for each item, in memory: all ids of a piece one behind the other, and for each item where its own begin. */
import { pieceBits, pieceSize } from './id-set.ts'
import type { Matcher } from './matcher.ts'

class Piece {
  values: Int32Array
  used = 0
  readonly starts = new Int32Array(pieceSize)
  readonly counts = new Uint16Array(pieceSize)

  constructor(room: number) {
    this.values = new Int32Array(room)
  }
}

export class LinksColumn {
  /** The ids that were asked for last: one list, which grows with the piece that has most of them. */
  #found = new Float64Array(0)
  readonly #pieces = new Map<number, Piece>()

  /** Puts the links of a whole piece in place of what was there. The two lists belong together; they may come in any order. */
  load(number: number, items: readonly number[], values: readonly number[]): void {
    const piece = new Piece(values.length)
    for (const item of items)
      piece.counts[item & (pieceSize - 1)] = (piece.counts[item & (pieceSize - 1)] ?? 0) + 1
    let start = 0
    for (let low = 0; low < pieceSize; low++) {
      piece.starts[low] = start
      start += piece.counts[low] ?? 0
    }
    const next = piece.starts.slice()
    for (let place = 0; place < items.length; place++) {
      const low = (items[place] ?? 0) & (pieceSize - 1)
      const value = values[place] ?? 0
      piece.values[next[low] ?? 0] = value
      next[low] = (next[low] ?? 0) + 1
    }
    piece.used = values.length
    this.#pieces.set(number, piece)
  }

  /** Sets the links of one item. More links than before go to the end, and their old room is lost until the piece is loaded again. */
  set(item: number, values: readonly number[]): void {
    const number = item >>> pieceBits
    const low = item & (pieceSize - 1)
    let piece = this.#pieces.get(number)
    if (!piece) this.#pieces.set(number, (piece = new Piece(16)))
    if (values.length > (piece.counts[low] ?? 0)) {
      if (piece.used + values.length > piece.values.length) grow(piece, values.length)
      piece.starts[low] = piece.used
      piece.used += values.length
    }
    piece.counts[low] = values.length
    piece.values.set(values, piece.starts[low])
  }

  /** For each item of a piece whose bit is set, all ids that it refers to, in one list. The list is valid only until the next call. */
  valuesOf(number: number, bits: Uint32Array): Float64Array {
    const piece = this.#pieces.get(number)
    if (!piece) return this.#found.subarray(0, 0)
    if (this.#found.length < piece.used) this.#found = new Float64Array(piece.used)
    const found = this.#found
    const { values, starts, counts } = piece
    let length = 0
    for (let place = 0; place < bits.length; place++) {
      let word = bits[place] ?? 0
      while (word !== 0) {
        const bit = word & -word
        word ^= bit
        const low = place * 32 + 31 - Math.clz32(bit)
        const start = starts[low] ?? 0
        const end = start + (counts[low] ?? 0)
        for (let at = start; at < end; at++) found[length++] = values[at] ?? 0
      }
    }
    return found.subarray(0, length)
  }

  /** Leaves those bits of a piece whose items refer to a wanted id. */
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
        const low = place * 32 + 31 - Math.clz32(bit)
        const start = piece.starts[low] ?? 0
        for (let at = start + (piece.counts[low] ?? 0) - 1; at >= start; at--)
          if (matcher.matches(piece.values[at] ?? 0)) {
            result |= bit
            break
          }
      }
      kept[place] = result
    }
    return kept
  }
}

function grow(piece: Piece, atLeast: number): void {
  const values = new Int32Array(Math.ceil((piece.used + atLeast) * 1.25) + 16)
  values.set(piece.values)
  piece.values = values
}
