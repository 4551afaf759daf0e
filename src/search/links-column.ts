/** Ids that items refer to, many for each item, in memory: all ids of a piece one behind the other, and for each item where its own begin. */
import { pieceBits, pieceSize } from './id-set.ts'

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
  /** The highest id that is referred to. */
  highest = 0
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
      if (value > this.highest) this.highest = value
    }
    piece.used = values.length
    this.#pieces.set(number, piece)
  }

  /** The links of one item. More than it had go to the end; the room it had is lost until the piece is loaded anew. */
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
    for (const value of values) if (value > this.highest) this.highest = value
  }

  /** Counts how often each id is referred to by these items of a piece; `counts` is as long as `highest` plus one. */
  count(number: number, bits: Uint32Array, counts: Uint32Array): void {
    const piece = this.#pieces.get(number)
    if (!piece) return
    const { values, starts, counts: lengths } = piece
    for (let place = 0; place < bits.length; place++) {
      let word = bits[place] ?? 0
      while (word !== 0) {
        const bit = word & -word
        word ^= bit
        const low = place * 32 + 31 - Math.clz32(bit)
        const start = starts[low] ?? 0
        const end = start + (lengths[low] ?? 0)
        for (let at = start; at < end; at++) {
          const value = values[at] ?? 0
          counts[value] = (counts[value] ?? 0) + 1
        }
      }
    }
  }

  /** Leaves those bits of a piece whose items refer to one of the wanted ids: `wanted[id]` is 1. */
  keep(number: number, bits: Uint32Array, wanted: Uint8Array): Uint32Array {
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
          if (wanted[piece.values[at] ?? 0] === 1) {
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
