/** What somebody changes about their own account. */
import { HTTPException } from 'hono/http-exception'
import type { Reader } from '../../db/engine/connection.ts'
import { writerOf } from '../../db/engine/writer.ts'
import type { Writer } from '../../db/engine/writer.ts'
import { keepingAnAdministrator } from '../../security/rights/administrators.ts'
import { weaknessOf } from '../../security/passwords/guessable.ts'
import { hashPassword, verifyPassword } from '../../security/passwords/passwords.ts'
import { endSession, endSessions, startSession } from '../../security/sessions/session.ts'
import { countTry } from '../../security/passwords/throttle.ts'
import type { Try } from '../../security/passwords/throttle.ts'
import { transaction } from '../../security/rights/transaction.ts'
import type { Account, Viewer } from '../../security/rights/viewer.ts'
import {
  AccountRefusedError,
  emailKey,
  holdAccount,
  passwordChosen,
  sayWhatIsTaken,
} from '../auth/commands.ts'
import type { Refusal } from '../auth/commands.ts'
import type { EmailInput, PasswordInput, SessionInput } from './forms.ts'
import { accountOf, findOwnAccount, findPasswordHash } from './queries.ts'

/** The two handles that a command with a slow check before its transaction needs, and where the request came from. */
export interface Desk {
  db: Reader
  em: Writer
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
  attempt: Try
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
    const hash = await findPasswordHash(db, account.id)
    return (await verifyPassword(password, hash)) ? { hash, attempt } : wrongPassword
  })
}

function isRefusal(outcome: Checked | Refusal): outcome is Refusal {
  return 'message' in outcome
}

/** First in the transaction: the password may have been reset while it was checked. @throws HTTPException 401 */
async function mustStillHold(tx: Writer, account: Account, { hash, attempt }: Checked): Promise<void> {
  if (!(await holdAccount(tx, account.id, hash))) throw new HTTPException(401)
  await attempt.succeeded(tx)
}

/**
 * Changes the password, ends every session and begins a new one.
 * @returns the new session's token
 * @throws AccountRefusedError for a wrong password, for a new one that can be guessed, or for both at once; HTTPException 429
 */
export async function changePassword(desk: Desk, viewer: Viewer, input: PasswordInput): Promise<string> {
  const account = accountOf(viewer, 'first-password')
  const { email } = await findOwnAccount(desk.db, viewer)
  const weakness = await weaknessOf(input.new_password, [account.username, email ?? ''])
  const weak = weakness === undefined ? [] : [{ field: 'new_password' as const, message: weakness }]
  // Whoever has no password to type yet is not counted for thinking of a weak one.
  if (weak[0] && account.has_one_time_password) throw new AccountRefusedError(weak[0])
  const checked = await checkBeforeChange(desk, account, input)
  if (isRefusal(checked)) throw new AccountRefusedError(checked, ...weak)
  if (weak[0]) throw new AccountRefusedError(weak[0])
  const password_hash = await hashPassword(input.new_password)
  return transaction(desk.em, viewer, 'first-password', async ({ db }) => {
    const tx = writerOf(db)
    await mustStillHold(tx, account, checked)
    await db
      .updateTable('users')
      .set({ password_hash, ...passwordChosen() })
      .where('id', '=', account.id)
      .execute()
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
  const { db, em, address } = desk
  return countTry(db, em, { account: account.id, name: account.username, address }, async (attempt) => {
    const hash = await findPasswordHash(db, account.id)
    if (!(await verifyPassword(input.new_password, hash))) return { hash, attempt }
    return { field: 'new_password', message: 'This is the one-time password. Choose one of your own.' }
  })
}

/** @throws AccountRefusedError for a wrong password, or when another account has the address; HTTPException 429 */
export async function changeEmail(desk: Desk, viewer: Viewer, input: EmailInput): Promise<void> {
  const account = accountOf(viewer)
  const checked = await checkPassword(desk, account, input.current_password)
  const email_key = emailKey(input.email)
  await transaction(desk.em, viewer, 'signed-in', async ({ db }) => {
    await mustStillHold(writerOf(db), account, checked)
    await db
      .updateTable('users')
      .set({ email: input.email, email_key })
      .where('id', '=', account.id)
      .execute()
      .catch(sayWhatIsTaken)
  })
}

/** Ends one of one's own sessions, or all but this one. @returns how many ended */
export function endOwnSession(em: Writer, viewer: Viewer, { session }: SessionInput): Promise<number> {
  return transaction(em, viewer, 'signed-in', async ({ db }) => {
    const { id, session_id } = accountOf(viewer)
    return session === 'others'
      ? endSessions(writerOf(db), id, session_id)
      : endSession(writerOf(db), id, session)
  })
}

/**
 * Deletes one's account. The items stay, without the name of who made them.
 * @throws AccountRefusedError for a wrong password; LastAdministratorError; HTTPException 429
 */
export async function deleteAccount(desk: Desk, viewer: Viewer, password: string): Promise<void> {
  const account = accountOf(viewer)
  const checked = await checkPassword(desk, account, password)
  await keepingAnAdministrator(desk.em, viewer, 'signed-in', async ({ db }) => {
    await mustStillHold(writerOf(db), account, checked)
    await db.deleteFrom('users').where('id', '=', account.id).execute()
  })
}
