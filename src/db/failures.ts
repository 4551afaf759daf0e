/** What kind of failure an error from either engine is, for those who answer it. */
import { isBusy as isSqliteBusy, isDiskFull as isSqliteDiskFull } from './sqlite/errors.ts'

/** Everything that is thrown on the way: MikroORM wraps the driver's error, and keeps it as its cause. */
function* chain(error: unknown): Generator<object> {
  for (
    let each = error;
    typeof each === 'object' && each !== null;
    each = 'cause' in each ? each.cause : undefined
  )
    yield each
}

const hasCode = (error: object, codes: readonly string[]) =>
  'code' in error && codes.includes(String(error.code))

/**
 * Another writer was in the way, no connection was free, or the server is gone for the moment: worth another try.
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
export function isBusy(error: unknown): boolean {
  return [...chain(error)].some(
    (each) =>
      isSqliteBusy(each) || hasCode(each, busyOrGone) || (each instanceof Error && lost.test(each.message)),
  )
}

/** "Cached plan must not change result type": a migration has changed a table since. The next connection plans anew. */
export const planOutdated = '0A000'

const busyOrGone = [
  planOutdated,
  ...['40001', '40P01', '55P03', '53300', '57014', '57P01', '57P02', '57P03', '57P05'],
  ...['08000', '08003', '08006', '25P03'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'],
]

/** What node-postgres says, without a code, of a connection that it did not get or that broke off. */
const lost =
  /^(timeout exceeded when trying to connect|Connection terminated|Client (has encountered a connection error|was closed))/

/** No room left on the disk. */
export function isDiskFull(error: unknown): boolean {
  return [...chain(error)].some(
    (each) => isSqliteDiskFull(each) || hasCode(each, ['53100', 'ENOSPC', 'EDQUOT']),
  )
}

/** A unique key: the name, address or identifier was taken in between. */
export function isTaken(error: unknown): boolean {
  return breaks(error, keys)
}

/** A foreign key: the row links to one that is gone, or the one to be deleted is still in use. */
export function isBrokenLink(error: unknown): boolean {
  return breaks(error, links)
}

/**
 * A rule between rows was broken: a name taken, a link to what is gone, a thing still in use; or two writers wanted the same
 * rows in a different order. Whoever checked beforehand was overtaken in between.
 */
export function isOvertaken(error: unknown): boolean {
  return isTaken(error) || isBrokenLink(error) || breaks(error, order)
}

/** Codes of both engines: https://sqlite.org/rescode.html and the page of PostgreSQL that is named above. */
interface Codes {
  sqlite: readonly number[]
  postgres: readonly string[]
}
/** Unique and primary key. */
const keys: Codes = { sqlite: [2067, 1555], postgres: ['23505'] }
/** Foreign key, and a foreign key's RESTRICT. */
const links: Codes = { sqlite: [787, 1811], postgres: ['23503', '23001'] }
/** Serialization failure and deadlock. */
const order: Codes = { sqlite: [], postgres: ['40001', '40P01'] }

function breaks(error: unknown, { sqlite, postgres }: Codes): boolean {
  return [...chain(error)].some(
    (each) => hasCode(each, postgres) || ('errcode' in each && sqlite.includes(Number(each.errcode))),
  )
}
