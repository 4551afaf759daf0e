/** Takes an error apart and puts it together again in another process. */
import type { Failure } from './messages.ts'
import { DatabaseOpenError, type OpenProblem } from './open-errors.ts'

export function toFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: '' }
  const { name, message, stack = '', ...details } = error as Error & Partial<Failure>
  return { ...pick(details), name, message, stack }
}

/** The error again, with SQLite's `code`, `errcode` and `errstr`, and where in the reader it came up. */
export function fromFailure(failure: Failure): Error {
  const { name, message, stack } = failure
  const error =
    name === 'DatabaseOpenError'
      ? new DatabaseOpenError(failure.code as OpenProblem, message)
      : new Error(message)
  Object.defineProperty(error, 'name', { value: name, configurable: true, writable: true })
  error.stack = `${error.stack ?? message}\n  in the reader: ${stack}`
  return Object.assign(error, pick(failure))
}

function pick(details: Partial<Failure>): Partial<Failure> {
  const entries = ['code', 'errcode', 'errstr'].map((name) => [name, details[name as keyof Failure]] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}
