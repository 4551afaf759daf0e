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

  /** Whether nobody waits and nothing is under way. */
  get isEmpty(): boolean {
    return this.#waiting === 0
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

const lines = new Map<string, OneAtATime>()

/** Does the work when all that was asked for before under this key is done. As many may wait as there may be connections. */
export async function inOrder<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
  const line = lines.get(key) ?? new OneAtATime({ longest: Infinity, retryAfter: 0 })
  lines.set(key, line)
  try {
    return await line.run(work)
  } finally {
    if (line.isEmpty) lines.delete(key)
  }
}
