/** What statements that write go through: an entity manager, or the connection of a transaction. */
import type { Reader } from './connection.ts'

export interface Writer {
  getKysely(): Reader
}

/** The connection of a transaction, for what takes a `Writer`. */
export function writerOf(db: Reader): Writer {
  return { getKysely: () => db }
}
