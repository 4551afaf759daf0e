/** What can go wrong while the database is in use, and how to tell which it was. */

/** Somebody kept the database for longer than we wait. Nothing was changed; asking again later helps. */
export class DatabaseBusyError extends Error {
  readonly code = 'busy'

  constructor(who: string, waited: number, options?: ErrorOptions) {
    // MikroORM knows a lock by the words "database is locked".
    super(`The database is busy: the database is locked by ${who} (waited ${waited} ms)`, options)
    this.name = 'DatabaseBusyError'
  }
}

// https://sqlite.org/rescode.html: the low byte of a result says the kind of error, the rest which of its cases.
const BUSY = 5
const CORRUPT = 11
const FULL = 13
const BUSY_SNAPSHOT = 517
/** A write that the system refused: a quota, or a limit on the size of files, looks like this. */
const IOERR_WRITE = 778
/** The index of the log (`-shm`) could not grow. */
const IOERR_SHMSIZE = 4874

/** True when the database was locked by somebody else: the caller may try again later. */
export function isSqliteBusy(error: unknown): boolean {
  return withCauses(error).some((link) => property(link, 'code') === 'busy' || kindOf(link) === BUSY)
}

/** True when what is stored contradicts itself, such as the tables that an index of words is kept in. */
export function isSqliteDamaged(error: unknown): boolean {
  return withCauses(error).some((link) => kindOf(link) === CORRUPT)
}

/** True when there was no room left on the disk. Reading goes on; writing works again as soon as there is room. */
export function isSqliteDiskFull(error: unknown): boolean {
  return withCauses(error).some(
    (link) =>
      kindOf(link) === FULL ||
      [IOERR_WRITE, IOERR_SHMSIZE].includes(Number(property(link, 'errcode'))) ||
      ['ENOSPC', 'EDQUOT'].includes(String(property(link, 'code'))),
  )
}

/** True when the same statement may succeed later. (A stale snapshot stays stale: its transaction must begin anew.) */
export function isWorthRetrying(error: unknown): boolean {
  return kindOf(error) === BUSY && property(error, 'errcode') !== BUSY_SNAPSHOT
}

/** SQLite's primary result code, such as 5 for busy; undefined for an error that is not SQLite's. */
export function kindOf(error: unknown): number | undefined {
  const number = property(error, 'errcode')
  return typeof number === 'number' ? number & 0xff : undefined
}

function property(error: unknown, name: 'code' | 'errcode'): unknown {
  return error instanceof Error ? (error as Error & { code?: unknown; errcode?: unknown })[name] : undefined
}

/** The error and what caused it. */
function withCauses(error: unknown): Error[] {
  const links: Error[] = []
  for (let link = error; link instanceof Error && !links.includes(link); link = link.cause) links.push(link)
  return links
}
