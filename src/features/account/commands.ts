/** What somebody changes about their own account. */
import { HTTPException } from 'hono/http-exception'
import type { EntityManager, Reader } from '../../db/connection.ts'
import { User } from '../../db/models.ts'
import { now } from '../../db/time.ts'
import { keepingAnAdministrator } from '../../security/administrators.ts'
import { weaknessOf } from '../../security/guessable.ts'
import { hashPassword, verifyPassword } from '../../security/passwords.ts'
import { endSession, endSessions, isSession, startSession } from '../../security/session.ts'
import { countTry } from '../../security/throttle.ts'
import type { Try } from '../../security/throttle.ts'
import type { Account } from '../../security/viewer.ts'
import { AccountRefusedError, emailKey, holdAccount, sayWhatIsTaken } from '../auth/commands.ts'
import type { Refusal } from '../auth/commands.ts'
import type { EmailInput, PasswordInput, SessionInput } from './forms.ts'
import { findOwnAccount, findPasswordHash } from './queries.ts'

/** The two handles that a command with a slow check before its transaction needs, and where the request came from. */
export interface Desk {
  db: Reader
  em: EntityManager
  /** See `clientAddress`. */
  address: string
  userAgent: string
}

const wrongPassword: Refusal = {
  field: 'current_password',
  message: 'This is not your password. Type the one you have now.',
}

/** A password that was checked, until what it was checked for is done. */
interface Checked {
  /** The hash that it was checked against. */
  hash: string
  /** Where it had to be typed. */
  attempt?: Try
}

/** @throws AccountRefusedError where it is not the account's password; HTTPException 429 after too many wrong ones */
async function checkPassword(desk: Desk, account: Account, password: string): Promise<Checked> {
  const checked = await tryPassword(desk, account, password)
  if (isRefusal(checked)) throw new AccountRefusedError(checked)
  return checked
}

async function tryPassword(
  { db, em, address }: Desk,
  account: Account,
  password: string,
): Promise<Checked | Refusal> {
  return countTry(db, em, { account: account.id, name: account.username, address }, async (attempt) => {
    const hash = await findPasswordHash(db, account)
    return (await verifyPassword(password, hash)) ? { hash, attempt } : wrongPassword
  })
}

function isRefusal(outcome: Checked | Refusal): outcome is Refusal {
  return 'message' in outcome
}

/** First in the transaction: the password may have been reset, and the session ended, while it was checked. @throws HTTPException 401 */
async function mustStillHold(tx: EntityManager, account: Account, { hash, attempt }: Checked): Promise<void> {
  if (!(await holdAccount(tx, account.id, hash)) || !(await isSession(tx, account)))
    throw new HTTPException(401)
  await attempt?.succeeded(tx)
}

/**
 * Changes the password, ends every session and begins a new one.
 * @returns the new session's token
 * @throws AccountRefusedError for a wrong password, for a new one that can be guessed, or for both at once; HTTPException 429
 */
export async function changePassword(desk: Desk, account: Account, input: PasswordInput): Promise<string> {
  const checked = await checkBeforeChange(desk, account, input)
  const { email } = await findOwnAccount(desk.db, account)
  const weakness = await weaknessOf(input.new_password, [account.username, email])
  const weak = weakness === undefined ? [] : [{ field: 'new_password' as const, message: weakness }]
  if (isRefusal(checked)) throw new AccountRefusedError(checked, ...weak)
  if (weak[0]) throw new AccountRefusedError(weak[0])
  const password_hash = await hashPassword(input.new_password)
  return desk.em.transactional(async (tx) => {
    await mustStillHold(tx, account, checked)
    await tx.nativeUpdate(User, { id: account.id }, { password_hash, password_chosen_at: now() })
    await endSessions(tx, account.id)
    return startSession(tx, account.id, desk.userAgent)
  })
}

/** A one-time password need not be typed again, but it may not be kept: it stands on somebody's sheet of paper. */
async function checkBeforeChange(
  desk: Desk,
  account: Account,
  input: PasswordInput,
): Promise<Checked | Refusal> {
  if (!account.has_one_time_password) return tryPassword(desk, account, input.current_password)
  const hash = await findPasswordHash(desk.db, account)
  if (!(await verifyPassword(input.new_password, hash))) return { hash }
  return { field: 'new_password', message: 'This is the one-time password. Choose one of your own.' }
}

/** @throws AccountRefusedError for a wrong password, or when another account has the address; HTTPException 429 */
export async function changeEmail(desk: Desk, account: Account, input: EmailInput): Promise<void> {
  const checked = await checkPassword(desk, account, input.current_password)
  const email_key = emailKey(input.email)
  await desk.em.transactional(async (tx) => {
    await mustStillHold(tx, account, checked)
    await tx.nativeUpdate(User, { id: account.id }, { email: input.email, email_key }).catch(sayWhatIsTaken)
  })
}

/** Ends one of one's own sessions, or all but this one. @returns how many ended */
export async function endOwnSession(
  em: EntityManager,
  account: Account,
  { session }: SessionInput,
): Promise<number> {
  return session === 'others'
    ? endSessions(em, account.id, account.session_id)
    : endSession(em, account.id, session)
}

/**
 * Deletes one's account. The items stay, without the name of who made them.
 * @throws AccountRefusedError for a wrong password; LastAdministratorError; HTTPException 429
 */
export async function deleteAccount(desk: Desk, account: Account, password: string): Promise<void> {
  const checked = await checkPassword(desk, account, password)
  await keepingAnAdministrator(desk.em, async (tx) => {
    await mustStillHold(tx, account, checked)
    await tx.nativeDelete(User, { id: account.id })
  })
}
