/** Telling a busy database and a full disk from everything else, also when MikroORM has wrapped the error. */
import { DriverException } from '@mikro-orm/core'
import { expect, it } from 'vitest'
import {
  DatabaseBusyError,
  isSqliteBusy,
  isSqliteDiskFull,
  isWorthRetrying,
} from '../../../../src/db/engine/sqlite/errors.ts'

function fromSqlite(errcode: number): Error {
  return Object.assign(new Error('from SQLite'), { code: 'ERR_SQLITE_ERROR', errcode })
}

it.each([
  ['SQLITE_BUSY', fromSqlite(5)],
  ['SQLITE_BUSY_RECOVERY', fromSqlite(261)],
  ['SQLITE_BUSY_SNAPSHOT', fromSqlite(517)],
  ['our own error', new DatabaseBusyError('another process', 5000)],
  ['MikroORM’s error about ours', new DriverException(new DatabaseBusyError('another process', 5000))],
  ['MikroORM’s error about SQLite’s', new DriverException(fromSqlite(5))],
  ['an error caused by it', new Error('saving failed', { cause: fromSqlite(5) })],
])('%s says that the database is busy', (_, error) => {
  expect([isSqliteBusy(error), isSqliteDiskFull(error)]).toEqual([true, false])
})

it.each([
  ['SQLITE_FULL', fromSqlite(13)],
  ['SQLITE_IOERR_WRITE', fromSqlite(778)],
  ['SQLITE_IOERR_SHMSIZE', fromSqlite(4874)],
  ['a quota of the file system', Object.assign(new Error('no quota'), { code: 'EDQUOT' })],
  ['ENOSPC of the file system', Object.assign(new Error('no space'), { code: 'ENOSPC' })],
  ['MikroORM’s error about it', new DriverException(fromSqlite(13))],
])('%s says that the disk is full', (_, error) => {
  expect([isSqliteBusy(error), isSqliteDiskFull(error)]).toEqual([false, true])
})

it.each([
  ['a broken rule', fromSqlite(2067)],
  ['a locked table', fromSqlite(6)],
  ['any error', new Error('5')],
  ['no error', 5],
])('%s is neither', (_, error) => {
  expect([isSqliteBusy(error), isSqliteDiskFull(error)]).toEqual([false, false])
})

it('a lock may go away, a snapshot that is out of date stays so', () => {
  expect(isWorthRetrying(fromSqlite(5))).toBe(true)
  expect(isWorthRetrying(fromSqlite(517))).toBe(false)
})

it('an error that is its own cause is looked at once', () => {
  const error = new Error('round and round')
  error.cause = error
  expect(isSqliteBusy(error)).toBe(false)
})
