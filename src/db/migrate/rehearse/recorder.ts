/** Notes which statements each step of a rehearsal sends, and how long it takes. */
import type { Connection } from '../connection/connection.ts'
import { describeStep } from '../core/describe-step.ts'
import type { Step } from '../core/plan.ts'

export interface RehearsedStep {
  readonly title: string
  readonly ms: number
  /** The statements that changed something, at most the first 12. */
  readonly statements: readonly string[]
  /** How many more there were. */
  readonly more: number
}

const shownStatements = 12

/** Listens to the connection and sorts the statements by step. */
export class Recorder {
  readonly #steps: { title: string; started: number; ms: number; statements: string[]; more: number }[] = []
  readonly #connection: Connection
  #done = false

  constructor(connection: Connection) {
    this.#connection = connection
    connection.listener = (sql) => {
      const step = this.#steps.at(-1)
      if (!step || this.#done || /savepoint crowfoot_step/.test(sql)) return
      if (step.statements.length < shownStatements) step.statements.push(sql)
      else step.more++
    }
  }

  /** Of steps that share one rebuild, the last gets its statements and its time. */
  readonly onStep = (step: Step | undefined, isAgain = false): void => {
    if (step && isAgain) this.#steps.pop()
    this.#close()
    this.#done = step === undefined
    if (step)
      this.#steps.push({
        title: describeStep(step),
        started: performance.now(),
        ms: 0,
        statements: [],
        more: 0,
      })
  }

  #close(): void {
    const last = this.#steps.at(-1)
    if (last && last.ms === 0) last.ms = performance.now() - last.started
  }

  finish(): RehearsedStep[] {
    this.#connection.listener = undefined
    return this.#steps.map(({ title, ms, statements, more }) => ({ title, ms, statements, more }))
  }
}
