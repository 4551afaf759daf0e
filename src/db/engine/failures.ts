/** What kind of failure an error from either engine is, for those who answer it. */
import { isSqliteBusy, isSqliteDamaged, isSqliteDiskFull } from './sqlite/errors.ts'

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

const busyOrGone = [
  ...['40001', '40P01', '55P03', '53300', '57014', '57P01', '57P02', '57P03', '57P05'],
  ...['08000', '08003', '08006', '25P03'],
  // The search index is being built; a process that reads has ended.
  ...['no-index', 'reader-died'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH', 'EAI_AGAIN'],
]

/** What node-postgres says, without a code, of a connection that it did not get or that broke off. */
const lost =
  /^(timeout exceeded when trying to connect|Connection terminated|Client (has encountered a connection error|was closed))/

/** A read was ended because a page may not wait any longer (`time-limit.ts`). */
export const tookTooLong = (error: unknown): boolean => hasOwnCode(error, 'took-too-long')

/** A read was ended because nobody waits for it any more. */
export const isClientGone = (error: unknown): boolean => hasOwnCode(error, 'client-gone')

const hasOwnCode = (error: unknown, code: string) => [...chain(error)].some((each) => hasCode(each, [code]))

/** No room left on the disk. */
export function isDiskFull(error: unknown): boolean {
  return [...chain(error)].some(
    (each) => isSqliteDiskFull(each) || hasCode(each, ['53100', 'ENOSPC', 'EDQUOT']),
  )
}

/** Two transactions were in each other's way, and the database gave this one up: it can begin again. */
export function isSerializationFailure(error: unknown): boolean {
  return [...chain(error)].some((each) => hasCode(each, ['40001', '40P01']))
}

/**
 * A table is damaged, or gone.
 * @param called what the table's name begins with
 */
export function isTableDamaged(error: unknown, called: string): boolean {
  return [...chain(error)].some(
    (each) =>
      isSqliteDamaged(each) ||
      hasCode(each, ['XX001', 'XX002']) ||
      // PostgreSQL's message is in the language of the server; only the name of the table is always in it.
      (each instanceof Error &&
        (each.message.includes(`no such table: ${called}`) ||
          (hasCode(each, ['42P01']) && each.message.includes(called)))),
  )
}

// https://sqlite.org/rescode.html and https://www.postgresql.org/docs/current/errcodes-appendix.html
const uniqueCodes = { sqlite: [2067, 1555], postgres: ['23505'] }
/** Also a foreign key that restricts a deletion. */
const foreignKeyCodes = { sqlite: [787, 1811], postgres: ['23503', '23001'] }

/** A row was refused because another one has the same name or number. */
export function isUniqueViolation(error: unknown): boolean {
  return violates(error, uniqueCodes)
}

/** A row was refused because what it names is not there, or a deletion because something still names the row. */
export function isForeignKeyViolation(error: unknown): boolean {
  return violates(error, foreignKeyCodes)
}

/** A rule between rows was broken: what was checked beforehand has changed since. */
export function isConstraintViolation(error: unknown): boolean {
  return isUniqueViolation(error) || isForeignKeyViolation(error)
}

function violates(
  error: unknown,
  codes: { sqlite: readonly number[]; postgres: readonly string[] },
): boolean {
  return [...chain(error)].some(
    (each) =>
      hasCode(each, codes.postgres) || ('errcode' in each && codes.sqlite.includes(Number(each.errcode))),
  )
}
