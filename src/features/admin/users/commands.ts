/** What an administrator changes about accounts. */
import { isPostgresql } from '../../../db/engine/connection.ts'
import type { Reader } from '../../../db/engine/connection.ts'
import { now } from '../../../db/schema/time.ts'
import { writerOf } from '../../../db/engine/writer.ts'
import type { Writer } from '../../../db/engine/writer.ts'
import { Refusal } from '../../../rules/refusal.ts'
import { keepingAnAdministrator } from '../../../security/rights/administrators.ts'
import { authorize } from '../../../security/rights/authorize.ts'
import { hashPassword, oneTimePassword } from '../../../security/passwords/passwords.ts'
import { endSessions, renewAfterRoleChange } from '../../../security/sessions/session.ts'
import { transaction } from '../../../security/rights/transaction.ts'
import type { Transaction } from '../../../security/rights/transaction.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import { passwordChosen, passwordGiven } from '../../auth/commands.ts'
import { aboveOwnRole } from './commands/new-accounts.ts'
import type { Handout } from './commands/new-accounts.ts'
import type { UserInput } from './forms.ts'
import { listRoles } from './queries.ts'

export { addClass, addPeople, addUser } from './commands/new-accounts.ts'
export type { Handout } from './commands/new-accounts.ts'

/** What the form of an account has changed. */
export type UserChange = 'unchanged' | 'changed' | 'closed' | 'opened'

/**
 * Gives an account another role, closes or opens it. Whoever loses or gains something starts a session anew.
 * @returns what that changed; `changed` where it was the role, or both
 * @throws Refusal
 */
export function changeUser(em: Writer, id: number, input: UserInput, actor: Viewer): Promise<UserChange> {
  return keepingAnAdministrator(em, actor, 'user.manage', async (inside) => {
    const { db } = inside
    const user = await manageable(inside, id, input.role_id)
    const disabled = input.disabled === 'true'
    const disabled_at = disabled ? (user.disabled_at ?? now()) : null
    await changed(db, id, { role_id: input.role_id, disabled_at })
    const hasOtherRole = user.role_id !== input.role_id
    if (disabled) await endSessions(writerOf(db), id)
    else if (hasOtherRole) await renewAfterRoleChange(writerOf(db), id)
    if (hasOtherRole) return 'changed'
    if ((user.disabled_at !== null) === disabled) return 'unchanged'
    return disabled ? 'closed' : 'opened'
  })
}

/** Signs somebody out everywhere. @returns how many sessions ended. @throws Refusal */
export function endSessionsOfUser(em: Writer, id: number, actor: Viewer): Promise<number> {
  return transaction(em, actor, 'user.manage', async (inside) => {
    await manageable(inside, id)
    return endSessions(writerOf(inside.db), id)
  })
}

/**
 * Gives an account a new one-time password and signs it out everywhere.
 * @returns it; undefined where this form was sent before, and the password was shown then
 * @throws Refusal
 */
export async function resetPassword(
  em: Writer,
  id: number,
  actor: Viewer,
  formKey?: string,
): Promise<Handout | undefined> {
  authorize(actor, 'user.manage')
  const password = oneTimePassword()
  const password_hash = await hashPassword(password)
  let username = ''
  let own: { id: number } | undefined
  const done = await transaction(
    em,
    actor,
    'user.manage',
    async (inside) => {
      ;({ username } = await manageable(inside, id))
      await changed(inside.db, id, { password_hash, ...passwordGiven() })
      await endSessions(writerOf(inside.db), id)
      return (own = { id })
    },
    { formKey },
  )
  // Another sending of the form may have been first: then this password was rolled back, and opens nothing.
  return done === own ? { id, username, password } : undefined
}

/** Gives an account a password that its owner or operator chose, and signs it out everywhere. @param password_hash made before */
export function setPassword(em: Writer, id: number, password_hash: string, actor: Viewer): Promise<void> {
  return transaction(em, actor, 'user.manage', async (inside) => {
    await manageable(inside, id)
    await changed(inside.db, id, { password_hash, ...passwordChosen() })
    await endSessions(writerOf(inside.db), id)
  })
}

/** Deletes an account; the items it added stay. @throws Refusal */
export function deleteUser(em: Writer, id: number, actor: Viewer, formKey?: string): Promise<{ id: number }> {
  // The result of a form is stored with the account of its sender, which is gone if it is the deleted one.
  const isOwn = id === actor.user?.id
  return keepingAnAdministrator(
    em,
    actor,
    'user.manage',
    async (inside) => {
      await manageable(inside, id)
      await inside.db.deleteFrom('users').where('id', '=', id).execute()
      return { id }
    },
    isOwn ? {} : { formKey },
  )
}

interface UserColumns {
  role_id: number
  disabled_at: string | null
  password_hash: string
  password_chosen_at: string | null
  password_given_at: string | null
}

async function changed(db: Reader, id: number, columns: Partial<UserColumns>): Promise<void> {
  await db.updateTable('users').set(columns).where('id', '=', id).execute()
}

/**
 * The account, if the viewer may manage it, and may give it the role they want to. It is locked, so that it keeps the role by which
 * that was judged.
 * @throws Refusal 404 where there is none, 403 where they may not
 */
async function manageable({ db, viewer }: Transaction, id: number, newRole?: number) {
  const user = await db
    .selectFrom('users')
    .select(['username', 'role_id', 'disabled_at'])
    .where('id', '=', id)
    .$if(isPostgresql(db), (query) => query.forUpdate())
    .executeTakeFirst()
  if (!user) throw new Refusal({ message: 'There is no such account.' }, { status: 404 })
  const roles = new Set(
    (await listRoles(db, viewer)).filter((role) => role.manageable).map((role) => role.id),
  )
  if (!roles.has(user.role_id) || !roles.has(newRole ?? user.role_id)) throw aboveOwnRole(403)
  return user
}
