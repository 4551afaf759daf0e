/** What changes when somebody signs in or gets an account. */
import { setImmediate as endOfRound } from 'node:timers/promises'
import { HTTPException } from 'hono/http-exception'
import type { Reader } from '../../db/engine/connection.ts'
import { prepare } from '../../db/reading/prepared.ts'
import { writerOf } from '../../db/engine/writer.ts'
import type { Writer } from '../../db/engine/writer.ts'
import { Refusal } from '../../rules/refusal.ts'
import { counted, noun } from '../../rules/words.ts'
import { weaknessOf } from '../../security/passwords/guessable.ts'
import { wasSent } from '../../security/request/form-key.ts'
import {
  hashPassword,
  needsRehash,
  trimOneTimePassword,
  unknownHash,
  verifyPassword,
} from '../../security/passwords/passwords.ts'
import { endSession, startSession } from '../../security/sessions/session.ts'
import { countRegistration, countRegistrationTry, countTry } from '../../security/passwords/throttle.ts'
import type { Try } from '../../security/passwords/throttle.ts'
import { transaction } from '../../security/rights/transaction.ts'
import type { Transaction } from '../../security/rights/transaction.ts'
import type { Viewer } from '../../security/rights/viewer.ts'
import { createUser, takenBy } from './commands/accounts.ts'
import type { RegistrationInput, SignInInput } from './forms.ts'
import { findSignInAccount } from './queries.ts'
import type { SignInAccount } from './queries.ts'

export {
  createUser,
  emailKey,
  passwordChosen,
  passwordGiven,
  roleGone,
  sayWhatIsTaken,
} from './commands/accounts.ts'
export type { NewUser } from './commands/accounts.ts'

/**
 * Locks an account until the transaction ends, if it is open and still has the password that was checked. Between the check and
 * the transaction a hash was computed: meanwhile somebody may have reset the password, or closed or deleted the account.
 * @param next a new hash to keep instead of the one that was checked
 * @returns whether it is locked
 */
export async function lockAccount(tx: Writer, id: number, checked: string, next = checked): Promise<boolean> {
  return (await lockRow(tx.getKysely(), { id, checked, next })).length > 0
}

/** A write, even where nothing changes: on both engines it takes the lock, and waits for whoever has it. */
const lockRow = prepare<{ id: number; checked: string; next: string }, { id: number }>((db, value) =>
  db
    .updateTable('users')
    .set({ password_hash: value('next') })
    .where('id', '=', value('id'))
    .where('password_hash', '=', value('checked'))
    .where('disabled_at', 'is', null)
    .returning('id'),
)

/** Who asks to be let in. */
export interface Caller {
  /** See `clientAddress`. */
  address: string
  userAgent: string
  /** Who was signed in there until now: that session ends, so that nobody can prepare one for somebody else. */
  viewer: Viewer
  /** How many days a one-time password is good for. */
  oneTimePasswordDays: number
  /** Aborted when the browser does not wait for the answer any more. */
  signal: AbortSignal
}

/**
 * Signs somebody in. An unknown name, a wrong password and a closed account take the same steps and get the same answer.
 * Each step keeps the one thread that answers everybody busy for about a millisecond, so others get their turn between the steps.
 * @returns the number of the account, and the token of a new session
 * @throws Refusal; with 429 before anything is hashed, after too many wrong passwords
 * @throws HTTPException 503 when too many sign in at once
 */
export async function signIn(
  db: Reader,
  em: Writer,
  input: SignInInput,
  caller: Caller,
): Promise<{ account: number; token: string }> {
  await yieldToEventLoop()
  const found = await findSignInAccount(db, input.username)
  const trying = { account: found?.id, name: input.username, address: caller.address, field: 'username' }
  return countTry(db, em, trying, async (attempt) => {
    await yieldToEventLoop()
    // Read again: whoever held the mutex before may have changed the account.
    const account = await findSignInAccount(db, input.username)
    const isGiven = account?.password_chosen_at === null
    const password = isGiven ? trimOneTimePassword(input.password) : input.password
    const matches = await verifyPassword(password, account?.password_hash ?? unknownHash())
    if (!account || !matches || account.disabled_at !== null) throw wrong(account?.id)
    if (hasEnded(account, caller)) throw ended(account.id, caller)
    // A transaction must not wait for a hash, so the new one is made before.
    const stronger = needsRehash(account.password_hash) ? await hashPassword(password) : undefined
    await yieldToEventLoop()
    const token = await letIn(em, account, stronger, attempt, caller)
    await yieldToEventLoop()
    if (token === undefined) throw wrong(account.id)
    return { account: account.id, token }
  })
}

/** One message for an unknown name, a wrong password and a closed account: it tells a stranger nothing. */
function wrong(user: number | undefined): Refusal {
  const message = 'That name and password do not open an account. Check both, and whether caps lock is on.'
  return new Refusal({ field: 'username', message }, { code: 'wrong', details: { user } })
}

/** Only whoever knew the password reads this. */
function ended(user: number, { oneTimePasswordDays: days }: Caller): Refusal {
  const message = `This one-time password has ended: it works once, within ${counted(days, noun('day', 'days'))}. Ask for a new one.`
  return new Refusal(
    { field: 'username', message },
    { code: 'one-time password has ended', details: { user } },
  )
}

/** Whether the password is a one-time password that was used before, or was given too long ago. */
function hasEnded(account: SignInAccount, { oneTimePasswordDays }: Caller): boolean {
  if (account.password_chosen_at !== null) return false
  const { password_given_at: given } = account
  return given === null || Date.parse(given) + oneTimePasswordDays * 86_400_000 <= Date.now()
}

/** @param stronger a hash to keep instead of the one that was checked @returns the token of a new session */
function letIn(
  em: Writer,
  { id, password_hash, password_chosen_at }: SignInAccount,
  stronger: string | undefined,
  attempt: Try,
  { viewer, userAgent, signal }: Caller,
): Promise<string | undefined> {
  return transaction(em, viewer, 'public', async ({ db }) => {
    const tx = writerOf(db)
    if (!(await lockAccount(tx, id, password_hash, stronger))) return undefined
    if (password_chosen_at === null) {
      // After a double click the browser hears only the second answer: the first must not use the password up.
      if (signal.aborted) throw new HTTPException(503, { cause: { retryAfter: 1 } })
      if (!(await useOneTimePassword(db, id))) return undefined
    }
    await attempt.succeeded(tx)
    if (viewer.user) await endSession(tx, viewer.user.id, viewer.user.session_id)
    return startSession(tx, id, userAgent)
  })
}

/** @returns false where somebody else has used it a moment ago */
async function useOneTimePassword(db: Reader, id: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('users')
    .set({ password_given_at: null })
    .where('id', '=', id)
    .where('password_given_at', 'is not', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/**
 * Lets requests that have arrived meanwhile go first. To yield once is not enough: a round of the event loop first finishes what has
 * just arrived (this form or its hash), and only then looks for other requests.
 * @see https://nodejs.org/en/learn/asynchronous-work/event-loop-timers-and-nexttick
 */
async function yieldToEventLoop(): Promise<void> {
  await endOfRound()
  await endOfRound()
}

/** The role of everybody who registers: more is given by an administrator, never asked for. */
const roleOfNewcomers = 'member'

/**
 * Makes an account for somebody who registers, and signs them in.
 * @returns the number of the account, and the token of its session; undefined where this form was sent before, and the account is there
 * @throws Refusal for a name that is taken, a password that can be guessed, or too many tries (429); HTTPException 503
 */
export async function register(
  db: Reader,
  em: Writer,
  input: RegistrationInput,
  caller: Caller,
  formKey?: string,
): Promise<{ account: number; token: string } | undefined> {
  if (formKey !== undefined && (await wasSent(em, null, formKey))) return undefined
  await countRegistrationTry(db, em, caller.address)
  const weakness = await weaknessOf(input.password, [input.username, input.email])
  const problems = await takenBy(db, input)
  if (weakness !== undefined) problems.push({ field: 'password', message: weakness })
  if (problems.length > 0) throw new Refusal(problems)
  const passwordHash = await hashPassword(input.password)
  let token = ''
  let own: { id: number } | undefined
  const work = async ({ db, viewer }: Transaction): Promise<{ id: number }> => {
    const tx = writerOf(db)
    const id = await createUser(tx, { ...input, passwordHash, role: roleOfNewcomers, passwordChosen: true })
    await countRegistration(tx, caller.address)
    if (viewer.user) await endSession(tx, viewer.user.id, viewer.user.session_id)
    token = await startSession(tx, id, caller.userAgent)
    return (own = { id })
  }
  const done = await transaction(em, caller.viewer, 'public', work, { formKey })
  // Another sending of the form may have been first: then this session was rolled back.
  return done === own ? { account: done.id, token } : undefined
}
