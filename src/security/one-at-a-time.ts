/** Work that takes long, done one piece at a time, with a short queue before it: who comes when it is full is asked to come back. */
import { HTTPException } from 'hono/http-exception'

export class OneAtATime {
  readonly #longest: number
  readonly #retryAfter: number
  #waiting = 0
  #last: Promise<unknown> = Promise.resolve()

  /** @param longest how many may wait or be under way; @param retryAfter seconds after which somebody refused may try again */
  constructor({ longest, retryAfter }: { longest: number; retryAfter: number }) {
    this.#longest = longest
    this.#retryAfter = retryAfter
  }

  /** For those who have something to do before their turn. @throws HTTPException 503 when too many are waiting */
  refuseWhenFull(): void {
    if (this.#waiting >= this.#longest)
      throw new HTTPException(503, { cause: { retryAfter: this.#retryAfter } })
  }

  /** Does the work when all who came before are done. @throws HTTPException 503 when too many are waiting */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    this.refuseWhenFull()
    this.#waiting++
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => undefined)
    try {
      return await mine
    } finally {
      this.#waiting--
    }
  }
}
