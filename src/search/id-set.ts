/**
 * A set of ids as bits, in pieces of 65,536: an item costs one bit, two sets are compared 32 items at a time, and an id far from all
 * others costs one piece of 8 kB.
 */

/** Ids of one piece differ in their lower 16 bits. */
export const pieceBits = 16
export const pieceSize = 1 << pieceBits
const words = pieceSize / 32

export class IdSet {
  /** By the number of the piece: `id >> 16`. */
  readonly pieces = new Map<number, Uint32Array>()

  add(id: number): void {
    const number = id >>> pieceBits
    let piece = this.pieces.get(number)
    if (!piece) this.pieces.set(number, (piece = new Uint32Array(words)))
    const low = id & (pieceSize - 1)
    piece[low >>> 5] = (piece[low >>> 5] ?? 0) | (1 << (low & 31))
  }

  delete(id: number): void {
    const piece = this.pieces.get(id >>> pieceBits)
    const low = id & (pieceSize - 1)
    if (piece) piece[low >>> 5] = (piece[low >>> 5] ?? 0) & ~(1 << (low & 31))
  }

  has(id: number): boolean {
    const low = id & (pieceSize - 1)
    const word = this.pieces.get(id >>> pieceBits)?.[low >>> 5] ?? 0
    return (word & (1 << (low & 31))) !== 0
  }

  get size(): number {
    let size = 0
    for (const piece of this.pieces.values()) for (const word of piece) size += bitsIn(word)
    return size
  }

  /** What is in both. */
  and(other: IdSet): IdSet {
    return this.#combined(other, (a, b) => a & b, 'both')
  }

  /** What is in either. */
  or(other: IdSet): IdSet {
    return this.#combined(other, (a, b) => a | b, 'either')
  }

  /** What is in this one and not in the other. */
  without(other: IdSet): IdSet {
    return this.#combined(other, (a, b) => a & ~b, 'first')
  }

  #combined(
    other: IdSet,
    combine: (a: number, b: number) => number,
    which: 'both' | 'either' | 'first',
  ): IdSet {
    const result = new IdSet()
    for (const [number, piece] of this.pieces) {
      const others = other.pieces.get(number)
      if (!others && which === 'both') continue
      result.pieces.set(
        number,
        others ? piece.map((word, place) => combine(word, others[place] ?? 0)) : piece,
      )
    }
    if (which === 'either')
      for (const [number, piece] of other.pieces)
        if (!this.pieces.has(number)) result.pieces.set(number, piece)
    return result
  }

  /** The numbers of its pieces, the highest first. */
  piecesDown(): number[] {
    return [...this.pieces.keys()].sort((a, b) => b - a)
  }

  /** All ids, the lowest first. */
  toArray(): number[] {
    const ids: number[] = []
    for (const number of this.piecesDown().reverse())
      forEachBit(this.pieces.get(number) as Uint32Array, (low) => ids.push(number * pieceSize + low))
    return ids
  }

  /**
   * Ids from the highest downwards, or with `up` from the lowest upwards.
   * @param past begins after this one, which need not be in the set; undefined begins at the end
   * @param skipped so many are passed over first
   */
  take(
    most: number,
    { up = false, past, skipped = 0 }: { up?: boolean; past?: number; skipped?: number } = {},
  ): number[] {
    const ids: number[] = []
    const numbers = this.piecesDown()
    if (up) numbers.reverse()
    let left = skipped
    for (const number of numbers) {
      if (past !== undefined && (up ? number < past >>> pieceBits : number > past >>> pieceBits)) continue
      const piece = this.pieces.get(number) as Uint32Array
      for (let step = 0; step < words; step++) {
        const place = up ? step : words - 1 - step
        let word = piece[place] ?? 0
        const first = number * pieceSize + place * 32
        if (past !== undefined && word !== 0) word &= up ? above(past - first) : below(past - first)
        if (word === 0) continue
        const size = bitsIn(word)
        if (left >= size) {
          left -= size
          continue
        }
        for (; word !== 0;) {
          const bit = up ? 31 - Math.clz32(word & -word) : 31 - Math.clz32(word)
          word &= ~(1 << bit)
          if (left > 0) left--
          else if (ids.push(first + bit) === most) return ids
        }
      }
    }
    return ids
  }

  static of(ids: Iterable<number>): IdSet {
    const set = new IdSet()
    for (const id of ids) set.add(id)
    return set
  }

  /** @param text ids with commas between, as an engine lists them: read digit by digit, for there may be a million */
  static parse(text: string): IdSet {
    const set = new IdSet()
    let id = 0
    let piece: Uint32Array = new Uint32Array(0)
    let current = -1
    for (let place = 0; place <= text.length; place++) {
      const digit = text.charCodeAt(place) - 48
      if (digit >= 0 && digit <= 9) {
        id = id * 10 + digit
        continue
      }
      if (place === 0) break
      const number = id >>> pieceBits
      if (number !== current) {
        piece = set.pieces.get(number) ?? new Uint32Array(words)
        set.pieces.set(number, piece)
        current = number
      }
      const low = id & (pieceSize - 1)
      piece[low >>> 5] = (piece[low >>> 5] ?? 0) | (1 << (low & 31))
      id = 0
    }
    return set
  }
}

/** Calls `each` with the lower 16 bits of every id of a piece. */
export function forEachBit(piece: Uint32Array, each: (low: number) => void): void {
  for (let place = 0; place < piece.length; place++) {
    let word = piece[place] ?? 0
    while (word !== 0) {
      const bit = word & -word
      word ^= bit
      each(place * 32 + 31 - Math.clz32(bit))
    }
  }
}

/** The bits above this one, which may lie outside the word. */
function above(bit: number): number {
  return bit < 0 ? -1 : bit >= 31 ? 0 : -1 << (bit + 1)
}

function below(bit: number): number {
  return bit <= 0 ? 0 : bit >= 32 ? -1 : (1 << bit) - 1
}

/** How many bits of a word are set. @see Hacker's Delight, section 5-1 */
function bitsIn(word: number): number {
  let bits = word - ((word >>> 1) & 0x55555555)
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333)
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
}
