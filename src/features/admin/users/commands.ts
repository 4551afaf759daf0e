/** What an administrator changes about accounts. */
import type { EntityManager, Reader } from '../../../db/connection.ts'
import { User } from '../../../db/models.ts'
import { now } from '../../../db/time.ts'
import { keepingAnAdministrator } from '../../../security/administrators.ts'
import { demandStill } from '../../../security/demand.ts'
import { hashPassword, oneTimePassword } from '../../../security/passwords.ts'
import { endSessions, renewAfterRoleChange } from '../../../security/session.ts'
import type { Viewer } from '../../../security/viewer.ts'
import { AboveOwnRoleError } from './commands/new-accounts.ts'
import type { Handout } from './commands/new-accounts.ts'
import type { UserInput } from './forms.ts'
import { listRoles } from './queries.ts'

export {
  AboveOwnRoleError,
  addClass,
  addPeople,
  addUser,
  ClassRefusedError,
} from './commands/new-accounts.ts'
export type { Handout } from './commands/new-accounts.ts'
export { addressOf } from './forms.ts'

/** There is no such account. */
export class NoSuchUserError extends Error {
  override name = 'NoSuchUserError'
}

/** What the form of an account has changed. */
export type UserChange = 'unchanged' | 'changed' | 'closed' | 'opened'

/**
 * Gives an account another role, closes or opens it. Whoever loses or gains something starts a session anew.
 * @returns what that changed; `changed` where it was the role, or both
 * @throws LastAdministratorError, AboveOwnRoleError, NoSuchUserError
 */
export function changeUser(
  em: EntityManager,
  id: number,
  input: UserInput,
  viewer: Viewer,
): Promise<UserChange> {
  return keepingAnAdministrator(em, async (tx) => {
    const user = await manageable(tx, id, viewer, input.role_id)
    const disabled = input.disabled === 'true'
    const disabled_at = disabled ? (user.disabled_at ?? now()) : null
    await tx.nativeUpdate(User, { id }, { role: input.role_id, disabled_at })
    const hasOtherRole = user.role_id !== input.role_id
    if (disabled) await endSessions(tx, id)
    else if (hasOtherRole) await renewAfterRoleChange(tx, id)
    if (hasOtherRole) return 'changed'
    if ((user.disabled_at !== null) === disabled) return 'unchanged'
    return disabled ? 'closed' : 'opened'
  })
}

/** Signs somebody out everywhere. @returns how many sessions ended. @throws AboveOwnRoleError, NoSuchUserError */
export function endSessionsOfUser(em: EntityManager, id: number, viewer: Viewer): Promise<number> {
  return em.transactional(async (tx) => {
    await manageable(tx, id, viewer)
    return endSessions(tx, id)
  })
}

/** Gives an account a new one-time password and signs it out everywhere. @throws AboveOwnRoleError, NoSuchUserError */
export async function resetPassword(em: EntityManager, id: number, viewer: Viewer): Promise<Handout> {
  const password = oneTimePassword()
  const password_hash = await hashPassword(password)
  return em.transactional(async (tx) => {
    const { username } = await manageable(tx, id, viewer)
    await tx.nativeUpdate(User, { id }, { password_hash, password_chosen_at: null })
    await endSessions(tx, id)
    return { username, password }
  })
}

/** Gives an account a password that its owner or operator chose, and signs it out everywhere. @param password_hash made before */
export function setPassword(
  em: EntityManager,
  id: number,
  password_hash: string,
  viewer: Viewer,
): Promise<void> {
  return em.transactional(async (tx) => {
    await manageable(tx, id, viewer)
    await tx.nativeUpdate(User, { id }, { password_hash, password_chosen_at: now() })
    await endSessions(tx, id)
  })
}

/** Deletes an account; the items it added stay. @throws LastAdministratorError, AboveOwnRoleError, NoSuchUserError */
export function deleteUser(em: EntityManager, id: number, viewer: Viewer): Promise<void> {
  return keepingAnAdministrator(em, async (tx) => {
    await manageable(tx, id, viewer)
    await tx.nativeDelete(User, { id })
  })
}

/** The account, if the viewer may manage it, and may give it the role they want to. */
async function manageable(tx: EntityManager, id: number, viewer: Viewer, newRole?: number) {
  const db: Reader = tx.getKysely()
  await demandStill(db, viewer, 'user.manage')
  const user = await db
    .selectFrom('users')
    .select(['username', 'role_id', 'disabled_at'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!user) throw new NoSuchUserError()
  const roles = new Set(
    (await listRoles(db, viewer)).filter((role) => role.manageable).map((role) => role.id),
  )
  if (!roles.has(user.role_id) || !roles.has(newRole ?? user.role_id)) throw new AboveOwnRoleError()
  return user
}
