/** Writing by statements alone, where no objects of the models are changed. */
import type { Reader } from './connection.ts'

/** What such a statement is written through: an entity manager, or a transaction of `writeTogether`. */
export interface Writer {
  getKysely(): Reader
}

/**
 * A transaction without the bookkeeping that MikroORM does for objects: it begins and ends in half the time, which counts where
 * many come at once, as at the beginning of a lesson. An error inside must reach the end: PostgreSQL keeps nothing of a transaction
 * in which a statement failed, even where it was caught.
 */
export function writeTogether<T>(em: Writer, work: (tx: Writer) => Promise<T>): Promise<T> {
  return em
    .getKysely()
    .transaction()
    .execute((tx) => work({ getKysely: () => tx }))
}
