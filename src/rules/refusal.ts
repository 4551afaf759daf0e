/** Why something was not done. A form shows it at its fields, the command line prints its first line, the log has its code. */

/** One thing that is wrong, in a sentence that says what to do. */
export interface Problem {
  /** The field of the form; none where it concerns the whole. */
  field?: string | undefined
  message: string
  /** What is there already, for a link to it. */
  existing?: { id: number; name: string }
}

/** 403 not theirs to do, 404 not there, 409 somebody else was first or it is in use, 422 not as it must be, 429 too often. */
type Status = 403 | 404 | 409 | 422 | 429

export interface RefusalOptions {
  /** 422 unless said otherwise. */
  status?: Status
  /** A few words that stay the same, by which the log and the tests tell it from others: `last administrator`. */
  code?: string
  /** For the log alone, such as the number of an account. */
  details?: object
  /** In seconds, for 429. */
  retryAfter?: number
}

/** Thrown by a command: nothing was changed. */
export class Refusal extends Error {
  override name = 'Refusal'
  readonly problems: readonly Problem[]
  readonly status: Status
  readonly code: string
  readonly details: object
  readonly retryAfter: number | undefined

  constructor(problems: Problem | readonly Problem[], options: RefusalOptions = {}) {
    const all = [problems].flat()
    super(all.map(({ message }) => message).join('\n'))
    this.problems = all
    this.status = options.status ?? 422
    this.code = options.code ?? codes[this.status]
    this.details = options.details ?? {}
    this.retryAfter = options.retryAfter
  }
}

const codes: Record<Status, string> = {
  403: 'forbidden',
  404: 'not found',
  409: 'conflict',
  422: 'invalid',
  429: 'too many requests',
}
