/** Writes that nobody would miss after a power cut: counts of tries, and who has just signed in. */
import { AsyncLocalStorage } from 'node:async_hooks'

const chosen = new AsyncLocalStorage<true>()

/**
 * What is written in `work` is committed without waiting for the disk. It survives the end of this process; a power cut may take
 * the last moments of it, and never half of a transaction. On SQLite the wait would hold up everybody, on PostgreSQL whoever
 * signs in.
 * @see https://www.sqlite.org/pragma.html#pragma_synchronous (NORMAL with a write-ahead log)
 * @see https://www.postgresql.org/docs/current/wal-async-commit.html
 */
export function asynchronousCommit<T>(work: () => Promise<T>): Promise<T> {
  return chosen.run(true, work)
}

/** Whether what runs now was called so. */
export function commitsAsynchronously(): boolean {
  return chosen.getStore() === true
}
