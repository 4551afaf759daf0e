/** Which values a filter lets through: asked for each of very many. */
export interface Matcher {
  matches(value: number): boolean
}

/** Lets a few values through. A table of marks for their lower 16 bits rejects nearly all other values at once, however high they are. */
export class OneOf implements Matcher {
  readonly #marks = new Uint8Array(1 << 16)
  readonly #values: ReadonlySet<number>

  /** @param values whole numbers */
  constructor(values: Iterable<number>) {
    this.#values = new Set(values)
    for (const value of this.#values) this.#marks[value & 0xffff] = 1
  }

  matches(value: number): boolean {
    return this.#marks[value & 0xffff] === 1 && this.#values.has(value)
  }
}

/** Lets through the numbers from one limit to the other, and never NaN. */
export class Between implements Matcher {
  readonly #low: number
  readonly #high: number

  constructor(low: number, high: number) {
    this.#low = low
    this.#high = high
  }

  matches(value: number): boolean {
    return value >= this.#low && value <= this.#high
  }
}
