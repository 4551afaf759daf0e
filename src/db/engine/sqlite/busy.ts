/** Waits for a locked database without blocking anybody: the event loop stays free between two attempts. */
import { setTimeout as sleep } from 'node:timers/promises'
import { DatabaseBusyError, isWorthRetrying } from './errors.ts'

const longestPause = 40

/** Does `work`, again and again while the database is locked, for `wait` milliseconds; then throws a DatabaseBusyError. */
export async function whenNotBusy<T>(work: () => T, wait: number): Promise<T> {
  let deadline: number | undefined
  for (let pause = 1; ; pause = Math.min(pause * 2, longestPause)) {
    try {
      return work()
    } catch (error) {
      if (!isWorthRetrying(error)) throw error
      const now = performance.now()
      deadline ??= now + wait
      if (now >= deadline) throw new DatabaseBusyError('another process', wait, { cause: error })
    }
    // Unequal pauses, or two processes that collide once would collide each time.
    await sleep(pause * (0.5 + Math.random()))
  }
}
