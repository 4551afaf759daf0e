/**
 * Slows down whoever tries many passwords, without keeping anybody else out: wrong ones are counted for one name from one
 * address. Decided from what was typed alone, before any account is looked up, so known and unknown names get the same answer.
 */
import { createHash } from 'node:crypto'
import { HTTPException } from 'hono/http-exception'
import { asynchronousCommit } from '../db/asynchronous-commit.ts'
import type { Reader } from '../db/connection.ts'
import { searchKey } from '../db/text.ts'
import type { Writer } from '../db/writer.ts'
import { inOrder } from './one-at-a-time.ts'
import { refuseWhenBusy } from './passwords.ts'
import { addPoint, forget, readCounts, remember, takePointBack } from './rate-limits.ts'
import type { Count } from './rate-limits.ts'

const minutes = 60
const days = 24 * 60 * minutes

/** The tries that are let through, in a quarter of an hour. */
export const limits = {
  /** Wrong passwords for one name from one address. */
  pair: 10,
  /**
   * Wrong passwords from one address for all names together: against trying one password on everybody. Thirty people behind one
   * address stay far below; and whoever has signed in from there within a month is never stopped by it.
   */
  address: 300,
  window: 15 * minutes,
  known: 30 * days,
  /** New accounts from one address in an hour: a class and a half, each with a mistake or two. */
  registrations: 100,
  registrationWindow: 60 * minutes,
} as const

interface Keys {
  pair: string
  address: string
  known: string
}

/** Of the name only a hash is kept: people type passwords into the wrong field. */
function keysOf(name: string, address: string): Keys {
  const who = createHash('sha256').update(searchKey(name)).digest('base64url')
  return { pair: `try ${who} ${address}`, address: `tries ${address}`, known: `known ${who} ${address}` }
}

/** A try that was let through. Whoever knew the password says so with `succeeded`. */
export interface Try {
  /** Begins the count anew. To be called in the transaction that lets the person in. */
  succeeded(tx: Writer): Promise<void>
}

/** Whose try it is: what was typed as username or e-mail address, and where it came from (see `clientAddress`). */
export interface Trying {
  name: string
  address: string
}

/**
 * Counts a try, and makes it. One that is refused writes nothing, looks nothing up and hashes nothing.
 * Tries of one name from one address are made one after the other: of many who share an account and come at once, each begins
 * after the one before has told whether the password was right.
 * @param make looks whether it is; where it throws, nobody knows, and the try does not count
 * @throws HTTPException 429 with the seconds to wait
 */
export function countTry<Result>(
  db: Reader,
  em: Writer,
  { name, address }: Trying,
  make: (attempt: Try) => Promise<Result>,
): Promise<Result> {
  const keys = keysOf(name, address)
  return inOrder(keys.pair, async () => {
    const attempt = await asynchronousCommit(() => count(db, em, keys))
    try {
      return await make(attempt)
    } catch (error) {
      // Why it could not be made matters more than that this could not be written.
      await attempt.notMade().catch(() => undefined)
      throw error
    }
  })
}

async function count(db: Reader, em: Writer, keys: Keys): Promise<Try & { notMade(): Promise<void> }> {
  const before = await readCounts(db, Object.values(keys))
  const isKnown = before.has(keys.known)
  refuseFrom(before, keys, isKnown, 0)
  // Whoever would be sent away from the queue for the hash has not tried anything yet.
  refuseWhenBusy()
  // Of many tries at once each gets its number, so that no more than the limit go on to the password.
  refuseFrom(await addPoint(em, [keys.pair, keys.address], limits.window), keys, isKnown, 1)
  return {
    async succeeded(tx) {
      await forget(tx, keys.pair)
      await takePointBack(tx, keys.address)
      await remember(tx, keys.known, limits.known)
    },
    async notMade() {
      await takePointBack(em, keys.pair)
      await takePointBack(em, keys.address)
    },
  }
}

/** @param own 1 when the try itself is among the points */
function refuseFrom(counts: ReadonlyMap<string, Count>, keys: Keys, isKnown: boolean, own: 0 | 1): void {
  const pair = counts.get(keys.pair)
  if (pair && pair.points >= limits.pair + own) throw tooMany(pair)
  const all = counts.get(keys.address)
  if (!isKnown && all && all.points >= limits.address + own) throw tooMany(all)
}

/** Counts a new account from an address. @throws HTTPException 429 */
export async function countRegistration(em: Writer, address: string): Promise<void> {
  const key = `new ${address}`
  const count = (await addPoint(em, [key], limits.registrationWindow)).get(key)
  if (count && count.points > limits.registrations) throw tooMany(count)
}

function tooMany({ expires_at }: Count): HTTPException {
  return new HTTPException(429, {
    cause: { retryAfter: Math.max(1, Math.ceil((Date.parse(expires_at) - Date.now()) / 1000)) },
  })
}
