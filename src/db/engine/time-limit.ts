/** How long reads on `heavy` may go on: no longer than somebody waits for what they find. */
import { AsyncLocalStorage } from 'node:async_hooks'

interface Limit {
  /** Asked for late, since few requests read on `heavy`. */
  signal: () => AbortSignal
  /** Whether the page can do without the answer: reads that a page cannot do without go first. */
  optional: boolean
}

const limits = new AsyncLocalStorage<Limit>()

/** The signal that ends what is read now, and whether others go first. */
export function currentLimit(): { signal: AbortSignal | undefined; optional: boolean } {
  const limit = limits.getStore()
  return { signal: limit?.signal(), optional: limit?.optional ?? false }
}

/** A read took longer than a page may wait. */
export class TookTooLongError extends Error {
  readonly code = 'took-too-long'

  constructor() {
    super('This takes too long to read: ask for less, or again later')
    this.name = 'TookTooLongError'
  }
}

/** Nobody waits for the answer any more. */
export class ClientGoneError extends Error {
  readonly code = 'client-gone'

  constructor() {
    super('The client has gone')
    this.name = 'ClientGoneError'
  }
}

/** Ends what `work` reads on `heavy` as soon as the signal says so. */
export function untilAborted<T>(signal: () => AbortSignal, work: () => T, optional = false): T {
  return limits.run({ signal, optional }, work)
}

/** For work whose result several callers wait for: the limit of the first caller would end it for the others too. */
export function withoutLimit<T>(work: () => T): T {
  return limits.exit(work)
}

/** So long may a page wait for what it cannot do without, and for what it can, in milliseconds. */
export const timeouts = { needed: 8_000, optional: 1_500 }

/** @throws TookTooLongError when `work` is not done in time; what it reads on `heavy` is ended then */
export function inTime<T>(work: () => Promise<T>, milliseconds = timeouts.needed): Promise<T> {
  return limited(work, milliseconds, false)
}

/** What a page can do without: undefined when `work` is not done in time. */
export async function ifInTime<T>(
  work: () => Promise<T>,
  milliseconds = timeouts.optional,
): Promise<T | undefined> {
  try {
    return await limited(work, milliseconds, true)
  } catch (error) {
    if (error instanceof TookTooLongError) return undefined
    throw error
  }
}

async function limited<T>(work: () => Promise<T>, milliseconds: number, optional: boolean): Promise<T> {
  const outer = limits.getStore()
  const time = new AbortController()
  const late = setTimeout(() => time.abort(new TookTooLongError()), milliseconds)
  const signal = () => (outer ? AbortSignal.any([outer.signal(), time.signal]) : time.signal)
  const own = { signal: once(signal), optional }
  try {
    // Not all that is waited for can be ended: a free connection of a pool, for one.
    return await Promise.race([limits.run(own, work), whenAborted(time.signal)])
  } catch (error) {
    // One read has failed: nobody waits for the others that were begun with it.
    time.abort(error)
    throw error
  } finally {
    clearTimeout(late)
  }
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}

/** Never resolves; rejects when the signal aborts. */
function whenAborted(signal: AbortSignal): Promise<never> {
  const { promise, reject } = Promise.withResolvers<never>()
  const abort = () => reject(reasonOf(signal))
  if (signal.aborted) abort()
  else signal.addEventListener('abort', abort, { once: true })
  promise.catch(() => undefined)
  return promise
}

/** Why it was aborted, as an error. (The HTTP server's reason is a text.) */
export function reasonOf({ reason }: AbortSignal): Error {
  return reason instanceof Error ? reason : new ClientGoneError()
}
