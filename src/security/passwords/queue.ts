/** Work that is done one piece at a time. */
import { HTTPException } from 'hono/http-exception'

/** A queue with a limit: who comes when it is full is asked to come back. */
export class Queue {
  readonly #longest: number
  readonly #retryAfter: number
  #length = 0
  #last: Promise<unknown> = Promise.resolve()

  /** @param longest how many may wait or be under way; @param retryAfter seconds after which somebody refused may try again */
  constructor({ longest, retryAfter }: { longest: number; retryAfter: number }) {
    this.#longest = longest
    this.#retryAfter = retryAfter
  }

  /** For those who have something to do before they join. @throws HTTPException 503 when the queue is full */
  refuseWhenFull(): void {
    if (this.#length >= this.#longest)
      throw new HTTPException(503, { cause: { retryAfter: this.#retryAfter } })
  }

  /** Does the work when all who came before are done. @throws HTTPException 503 when the queue is full */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    this.refuseWhenFull()
    this.#length++
    const mine = this.#last.then(work)
    this.#last = mine.catch(() => undefined)
    try {
      return await mine
    } finally {
      this.#length--
    }
  }
}

/** For each key, the work that came last. */
const last = new Map<string, Promise<unknown>>()

/** Of all work with the same key in this process, one piece runs at a time, in the order in which it came. */
export async function withMutex<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const mine = (last.get(key) ?? Promise.resolve()).then(work)
  const ended = mine.catch(() => undefined)
  last.set(key, ended)
  try {
    return await mine
  } finally {
    if (last.get(key) === ended) last.delete(key)
  }
}
