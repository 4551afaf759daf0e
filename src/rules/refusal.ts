/** Why something was not saved, as messages for the form. */

/** Why something was not saved, in a sentence that says what to do. */
export interface Problem {
  /** The field of the form; none where it concerns the whole. */
  field?: string
  message: string
  /** What is there already, for a link to it. */
  existing?: { id: number; name: string }
}

export interface Refused {
  problems: Problem[]
}

/** Thrown inside a transaction to undo it and tell why. */
export class Refusal extends Error {
  readonly problems: Problem[]

  constructor(...problems: Problem[]) {
    super(problems.map(({ message }) => message).join(' '))
    this.problems = problems
  }
}

/** @returns what the work returned, or the problems of its `Refusal` */
export async function orProblems<T>(work: Promise<T>): Promise<T | Refused> {
  try {
    return await work
  } catch (error) {
    if (error instanceof Refusal) return { problems: error.problems }
    throw error
  }
}
