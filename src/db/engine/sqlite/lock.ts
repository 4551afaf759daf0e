/** Lets one user at a time have the connection, in the order in which they asked. */
import { DatabaseBusyError } from './errors.ts'

export class Lock {
  #held = false
  readonly #waiting: (() => void)[] = []

  /** Takes the connection if it is free, and says whether it was. */
  acquireNow(): boolean {
    if (this.#held) return false
    this.#held = true
    return true
  }

  /**
   * Waits until it is free, `wait` milliseconds at most; then throws a DatabaseBusyError. Without that limit, code that asks
   * for the connection while it holds it in a transaction would stand still for ever.
   */
  async acquire(wait: number): Promise<void> {
    if (this.#held) await this.#wait(wait)
    this.#held = true
  }

  /** Hands the connection to the next in line without letting go of it, so that nobody slips in between. */
  release(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#held = false
  }

  #wait(wait: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#waiting.splice(this.#waiting.indexOf(mine), 1)
        reject(new DatabaseBusyError('another transaction of this process', wait))
      }, wait)
      const mine = () => {
        clearTimeout(timer)
        resolve()
      }
      this.#waiting.push(mine)
    })
  }
}
