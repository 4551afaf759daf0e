/** What somebody changes about their own account. */
import { HTTPException } from 'hono/http-exception'
import type { Reader } from '../../db/engine/connection.ts'
import { writerOf } from '../../db/engine/writer.ts'
import type { Writer } from '../../db/engine/writer.ts'
import { Refusal } from '../../rules/refusal.ts'
import type { Problem } from '../../rules/refusal.ts'
import { keepingAnAdministrator } from '../../security/rights/administrators.ts'
import { weaknessOf } from '../../security/passwords/guessable.ts'
import { hashPassword, verifyPassword } from '../../security/passwords/passwords.ts'
import { endSession, endSessions, startSession } from '../../security/sessions/session.ts'
import { countTry } from '../../security/passwords/throttle.ts'
import { transaction } from '../../security/rights/transaction.ts'
import type { Account, Viewer } from '../../security/rights/viewer.ts'
import { emailKey, lockAccount, passwordChosen, sayWhatIsTaken } from '../auth/commands.ts'
import type { EmailInput, PasswordInput, SessionInput } from './forms.ts'
import { accountOf, findOwnAccount, findPasswordHash } from './queries.ts'

/** The two handles that a command with a slow check before its transaction needs, and where the request came from. */
export interface CommandContext {
  db: Reader
  em: Writer
  /** See `clientAddress`. */
  address: string
  userAgent: string
}

const wrongPassword: Problem = {
  field: 'current_password',
  message: 'This is not your password. Type the one you have now.',
}

/**
 * @returns the hash that the password was checked against
 * @param others what else is wrong with the form, to be said along with a wrong password
 * @throws Refusal where it is not the account's password, or after too many wrong ones (429)
 */
function checkPassword(
  context: CommandContext,
  account: Account,
  password: string,
  others: readonly Problem[] = [],
): Promise<string> {
  return countPasswordTry(context, account, 'current_password', async (hash) => {
    if (!(await verifyPassword(password, hash)))
      throw new Refusal([wrongPassword, ...others], { code: 'wrong' })
  })
}

/** @param check looks at the hash of the password in use @param field where it is said that somebody tried too often */
function countPasswordTry(
  { db, em, address }: CommandContext,
  account: Account,
  field: string,
  check: (hash: string) => Promise<void>,
): Promise<string> {
  const trying = { account: account.id, name: account.username, address, field }
  return countTry(db, em, trying, async (attempt) => {
    const hash = await findPasswordHash(db, account.id)
    await check(hash)
    // What goes wrong from here on, such as a weak new password, is no wrong guess.
    await attempt.succeeded(em)
    return hash
  })
}

/** First in the transaction: the password may have been reset while it was checked. @throws HTTPException 401 */
async function mustStillHold(tx: Writer, account: Account, hash: string): Promise<void> {
  if (!(await lockAccount(tx, account.id, hash))) throw new HTTPException(401)
}

/**
 * Changes the password, ends every session and begins a new one.
 * @returns the new session's token
 * @throws Refusal for a wrong password, for a new one that can be guessed, for both at once, or for too many tries (429)
 */
export async function changePassword(
  context: CommandContext,
  viewer: Viewer,
  input: PasswordInput,
): Promise<string> {
  const account = accountOf(viewer, 'first-password')
  const { email } = await findOwnAccount(context.db, viewer)
  const weakness = await weaknessOf(input.new_password, [account.username, email ?? ''])
  const weak = weakness === undefined ? [] : [{ field: 'new_password', message: weakness }]
  const checked = account.has_one_time_password
    ? await checkAnother(context, account, input.new_password, weak)
    : await checkPassword(context, account, input.current_password, weak)
  if (weak.length > 0) throw new Refusal(weak)
  const password_hash = await hashPassword(input.new_password)
  return transaction(context.em, viewer, 'first-password', async ({ db }) => {
    const tx = writerOf(db)
    await mustStillHold(tx, account, checked)
    await db
      .updateTable('users')
      .set({ password_hash, ...passwordChosen() })
      .where('id', '=', account.id)
      .execute()
    await endSessions(tx, account.id)
    return startSession(tx, account.id, context.userAgent)
  })
}

/** A one-time password need not be typed again, but it may not become the new password: it stands on somebody's sheet of paper. */
function checkAnother(
  context: CommandContext,
  account: Account,
  password: string,
  weak: readonly Problem[],
): Promise<string> {
  // Whoever has no password to type yet is not counted for thinking of a weak one.
  if (weak.length > 0) throw new Refusal(weak)
  return countPasswordTry(context, account, 'new_password', async (hash) => {
    if (!(await verifyPassword(password, hash))) return
    throw new Refusal({
      field: 'new_password',
      message: 'This is the one-time password. Choose one of your own.',
    })
  })
}

/** @throws Refusal for a wrong password, when another account has the address, or for too many tries (429) */
export async function changeEmail(context: CommandContext, viewer: Viewer, input: EmailInput): Promise<void> {
  const account = accountOf(viewer)
  const checked = await checkPassword(context, account, input.current_password)
  const email_key = emailKey(input.email)
  await transaction(context.em, viewer, 'signed-in', async ({ db }) => {
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
 * @throws Refusal for a wrong password, for the last administrator (409), or for too many tries (429)
 */
export async function deleteAccount(
  context: CommandContext,
  viewer: Viewer,
  password: string,
): Promise<void> {
  const account = accountOf(viewer)
  const checked = await checkPassword(context, account, password)
  await keepingAnAdministrator(context.em, viewer, 'signed-in', async ({ db }) => {
    await mustStillHold(writerOf(db), account, checked)
    await db.deleteFrom('users').where('id', '=', account.id).execute()
  })
}
