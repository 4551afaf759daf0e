/** Saves in one transaction: all of it or nothing; and what cannot be saved comes back as messages for the form. */
import type { EntityManager, Reader } from './connection.ts'
import { isOvertaken } from './failures.ts'

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

/** Thrown inside a transaction when somebody else was quicker: it is undone and begins again, and then sees what they did. */
export class Overtaken extends Error {}

/** Nobody is overtaken so often by chance. */
const tries = 4

/**
 * Runs the work in a transaction. What it checks beforehand may be true no longer when it writes; then the database's own
 * rules refuse, the work begins again, and its check now finds the other's name, link or version.
 * @returns what the work returned, or the problems of its `Refusal`
 */
export async function save<T>(
  em: EntityManager,
  work: (tx: EntityManager, db: Reader) => Promise<T>,
): Promise<T | Refused> {
  for (let left = tries; ; left--) {
    try {
      return await em.transactional((tx) => work(tx, tx.getKysely() as unknown as Reader))
    } catch (error) {
      if (error instanceof Refusal) return { problems: error.problems }
      if (left <= 1 || !(error instanceof Overtaken || isOvertaken(error))) throw error
    }
  }
}

export function isRefused(saved: unknown): saved is Refused {
  return typeof saved === 'object' && saved !== null && 'problems' in saved
}
