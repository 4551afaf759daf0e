/** What makes an account, and what is said where its name or address is taken. */
import type { Reader } from '../../../db/engine/connection.ts'
import { Refusal } from '../../../rules/refusal.ts'
import type { Problem } from '../../../rules/refusal.ts'
import { skeletonOf } from '../../../rules/skeleton.ts'
import { isForeignKeyViolation, isUniqueViolation } from '../../../db/engine/failures.ts'
import { lengthOf, searchKey } from '../../../rules/text.ts'
import { now } from '../../../db/schema/time.ts'
import type { Writer } from '../../../db/engine/writer.ts'
import { limits } from '../../../rules/limits.ts'
import type { RegistrationInput } from '../forms.ts'

/** The messages for a name or address that is taken. Of two requests at the same moment, the database refuses one (`sayWhatIsTaken`). */
export async function takenBy(db: Reader, { username, email }: RegistrationInput): Promise<Problem[]> {
  const [name, skeleton, address] = [usernameKey(username), skeletonOf(username), emailKey(email)]
  const taken = await db
    .selectFrom('users')
    .select(['username_key', 'skeleton_key', 'email_key'])
    .where((eb) =>
      eb.or([
        eb('username_key', '=', name),
        eb('skeleton_key', '=', skeleton),
        eb('email_key', '=', address),
      ]),
    )
    .execute()
  const hasName = taken.some((user) => user.username_key === name)
  const looksAlike = !hasName && taken.some((user) => user.skeleton_key === skeleton)
  return [
    ...(hasName ? [usernameTaken] : []),
    ...(looksAlike ? [usernameLooksTaken] : []),
    ...(taken.some((user) => user.email_key === address) ? [emailTaken] : []),
  ]
}

export interface NewUser {
  username: string
  /** Empty or left out where there is none. */
  email?: string
  /** Already hashed: hashing takes long, and a transaction must not wait for it. */
  passwordHash: string
  role: string
  /** True where the owner chose the password; otherwise it is good for one sign-in, and then one must be chosen. */
  passwordChosen?: boolean
}

/**
 * Adds an account, in the caller's transaction.
 * @throws Refusal when the name or address is taken, or the role is not there
 */
export async function createUser(tx: Writer, user: NewUser): Promise<number> {
  const db = tx.getKysely()
  const role = await db.selectFrom('roles').select('id').where('name', '=', user.role).executeTakeFirst()
  if (!role) throw new Refusal(roleGone)
  const { id } = await db
    .insertInto('users')
    .values({
      username: user.username,
      username_key: usernameKey(user.username),
      skeleton_key: skeletonOf(user.username),
      email: user.email || null,
      email_key: user.email ? emailKey(user.email) : null,
      password_hash: user.passwordHash,
      role_id: role.id,
      created_at: now(),
      ...(user.passwordChosen === true ? passwordChosen() : passwordGiven()),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
    .catch(sayWhatIsTaken)
  return id
}

/** What is written beside a password that its owner chose. */
export function passwordChosen() {
  return { password_chosen_at: now(), password_given_at: null }
}

/** What is written beside a one-time password. */
export function passwordGiven() {
  return { password_chosen_at: null, password_given_at: now() }
}

/** Some characters become several when they are folded: what fits as it is written may not fit folded. */
function usernameKey(username: string): string {
  const key = searchKey(username)
  if (skeletonOf(username) === '' || lengthOf(key) > limits.username) {
    throw new Refusal({
      field: 'username',
      message: 'Choose a shorter username, of letters and digits.',
    })
  }
  return key
}

/** @throws Refusal where it is too long */
export function emailKey(email: string): string {
  const key = searchKey(email)
  if (lengthOf(key) > limits.email)
    throw new Refusal({ field: 'email', message: 'This e-mail address is too long.' })
  return key
}

const usernameTaken: Problem = {
  field: 'username',
  message: 'There is an account with this username. Choose another one.',
}
const usernameLooksTaken: Problem = {
  field: 'username',
  message:
    'There is an account whose username looks nearly the same. Choose one that nobody mistakes for it.',
}
const emailTaken: Problem = {
  field: 'email',
  message: 'There is an account with this e-mail address. Sign in, or use another address.',
}

/** Somebody deleted it since it was chosen. */
export const roleGone: Problem = {
  field: 'role_id',
  message: 'Choose another role: this one is not there any more.',
}

/** For `.catch` of what writes accounts: a name that is taken, or a role that is gone, becomes a message at its field. */
export function sayWhatIsTaken(error: unknown): never {
  if (isForeignKeyViolation(error)) throw new Refusal(roleGone)
  if (!isUniqueViolation(error)) throw error
  const rule = String(error)
  if (/email_key/.test(rule)) throw new Refusal(emailTaken)
  throw new Refusal(/skeleton_key/.test(rule) ? usernameLooksTaken : usernameTaken)
}
