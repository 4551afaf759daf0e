/**
 * Slows down whoever tries many passwords, without keeping anybody else out. A try is counted three times: for its account from its
 * network, for its account from all networks, and for its network. A name that nobody has is counted as an account of its own, so
 * known and unknown names take the same steps and get the same answer.
 */
import { createHash } from 'node:crypto'
import type { Reader } from '../../db/engine/connection.ts'
import { Refusal } from '../../rules/refusal.ts'
import { searchKey } from '../../rules/text.ts'
import { counted, noun } from '../../rules/words.ts'
import type { Writer } from '../../db/engine/writer.ts'
import { refuseWhenBusy } from './passwords.ts'
import { withMutex } from './queue.ts'
import { addPoints, clearExpired, forget, readCounts, recordMark, takePointBack } from './rate-limits.ts'
import type { Count } from './rate-limits.ts'

const minutes = 60
const days = 24 * 60 * minutes

/** How many points each count may have, and after how many seconds it begins anew. */
export const tryLimits = {
  /** Wrong passwords for one account from one network. */
  pair: { points: 10, seconds: 15 * minutes },
  /** Wrong passwords for one account from all networks together: against many that share the work of guessing. */
  account: { points: 50, seconds: 15 * minutes },
  /**
   * Wrong passwords from one network for all accounts together: against a flood. A class that signs in stays far below it, also
   * beside somebody who tries hundreds of names; and whoever it stops waits for a minute at most.
   */
  network: { points: 600, seconds: 1 * minutes },
  /** Accounts made from one network: a class and a half, and then some. */
  registrations: { points: 100, seconds: 60 * minutes },
  /** Tries to register, refused ones too: against a flood. */
  registrationTries: { points: 300, seconds: 1 * minutes },
} as const

/** Where somebody has signed in, only the count of the pair stops them, for so long (in seconds). */
const knownFor = 30 * days

/** Whose try it is, and where it comes from. */
export interface Trying {
  /** The number of the account; undefined where nobody has the name. */
  account: number | undefined
  /** What was typed as username or e-mail address. */
  name: string
  /** See `clientAddress`. */
  address: string
  /** The field of the form where it is said that somebody tried too often. */
  field?: string
}

interface Keys {
  pair: string
  account: string
  network: string
  known: string
}

/** An account has one key, by its username and by its e-mail address. A name is kept as a hash: people type passwords there by mistake. */
function keysOf({ account, name, address }: Trying): Keys {
  const subject = account === undefined ? `name ${searchKey(name)}` : `account ${account}`
  const who = createHash('sha256').update(subject).digest('base64url')
  return {
    pair: `try ${who} ${address}`,
    account: `tries ${who}`,
    network: `tries ${address}`,
    known: `known ${who} ${address}`,
  }
}

/** A try that was let through. Whoever knew the password says so with `succeeded`. */
export interface Try {
  /** Begins the count anew. A sign-in calls it in the transaction that lets the person in. */
  succeeded(tx: Writer): Promise<void>
}

/**
 * Counts a try, and makes it. One that is refused writes nothing and hashes nothing.
 * Tries for one account from one network are made one after the other: of many who share an account and come at once, each begins
 * after the one before has told whether the password was right.
 * @param make checks the password, and throws a `Refusal` where it is wrong; where it throws anything else, nobody knows, and the try
 * does not count
 * @throws Refusal 429 with the seconds to wait, and what `make` throws
 */
export function countTry<Result>(
  db: Reader,
  em: Writer,
  trying: Trying,
  make: (attempt: Try) => Promise<Result>,
): Promise<Result> {
  const keys = keysOf(trying)
  return withMutex(keys.pair, async () => {
    const attempt = await count(db, em, keys, trying.field)
    try {
      return await make(attempt)
    } catch (error) {
      // Why it could not be made matters more than that this could not be written.
      if (!(error instanceof Refusal)) await attempt.notMade().catch(() => undefined)
      throw error
    }
  })
}

async function count(
  db: Reader,
  em: Writer,
  keys: Keys,
  field: string | undefined,
): Promise<Try & { notMade(): Promise<void> }> {
  const before = await readCounts(db, Object.values(keys))
  const isKnown = before.has(keys.known)
  const refuseOver = (counts: ReadonlyMap<string, Count>, own: 0 | 1) => {
    const over = countOver(counts, keys, isKnown, own)
    if (over) throw tooMany(over, wrongPasswords, field)
  }
  refuseOver(before, 0)
  // Whoever would be sent away from the queue for the hash has not tried anything yet.
  refuseWhenBusy()
  // Of many tries at once each gets its number, so that no more than the limit go on to the password.
  refuseOver(await addPoints(em, pointsFor(keys)), 1)
  await clearExpired(em)
  return {
    async succeeded(tx) {
      await forget(tx, keys.pair)
      for (const kind of shared) await takePointBack(tx, keys[kind])
      await recordMark(tx, keys.known, knownFor)
    },
    async notMade() {
      for (const kind of kinds) await takePointBack(em, keys[kind])
    },
  }
}

/** Everybody counts in this order, so that no two transactions deadlock on each other's rows. */
const kinds = ['pair', 'account', 'network'] as const
const shared = ['account', 'network'] as const

const pointsFor = (keys: Keys) => kinds.map((kind) => ({ key: keys[kind], seconds: tryLimits[kind].seconds }))

/** @param own 1 when the try itself is among the points @returns the first count that has more than it may */
function countOver(
  counts: ReadonlyMap<string, Count>,
  keys: Keys,
  isKnown: boolean,
  own: 0 | 1,
): Count | undefined {
  const over = (isKnown ? (['pair'] as const) : kinds).find(
    (kind) => (counts.get(keys[kind])?.points ?? 0) >= tryLimits[kind].points + own,
  )
  return over && counts.get(keys[over])
}

/**
 * Counts a try to register, before anything else is done with it.
 * @throws Refusal 429, also where so many accounts were made from there that one more would be refused at the end
 */
export async function countRegistrationTry(db: Reader, em: Writer, address: string): Promise<void> {
  const made = (await readCounts(db, [madeFrom(address)])).get(madeFrom(address))
  if (made && made.points >= tryLimits.registrations.points) throw tooMany(made, registrations)
  await countPoint(em, `registering ${address}`, tryLimits.registrationTries)
}

/** Counts an account that was made, in the transaction that makes it. @throws Refusal 429 */
export async function countRegistration(tx: Writer, address: string): Promise<void> {
  await countPoint(tx, madeFrom(address), tryLimits.registrations)
}

const madeFrom = (address: string) => `new ${address}`

async function countPoint(
  em: Writer,
  key: string,
  limit: { points: number; seconds: number },
): Promise<void> {
  const found = (await addPoints(em, [{ key, seconds: limit.seconds }])).get(key)
  if (found && found.points > limit.points) throw tooMany(found, registrations)
}

const wrongPasswords = 'Too many wrong passwords.'
const registrations = 'Too many people have registered from your network in a short time.'

function tooMany({ expires_at }: Count, what: string, field?: string): Refusal {
  const retryAfter = Math.max(1, Math.ceil((Date.parse(expires_at) - Date.now()) / 1000))
  const wait = counted(Math.ceil(retryAfter / minutes), noun('minute', 'minutes'))
  const message = `${what} Try again in ${wait}.`
  return new Refusal({ field, message }, { status: 429, code: 'too many tries', retryAfter })
}
