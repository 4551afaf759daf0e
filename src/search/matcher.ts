/** Which values a filter lets through: asked for each of very many. */
export interface Matcher {
  matches(value: number): boolean
}

/** One of a few. A mark for the lower 16 bits of each sends nearly all others away at once, however high they are. */
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

/** Between two numbers, or one of them; a number that is none (NaN) is not. */
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
