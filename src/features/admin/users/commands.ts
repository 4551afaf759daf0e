/** What an administrator changes about accounts. */
import { User } from '../../../db/models.ts'
import type { EntityManager, Reader } from '../../../db/connection.ts'
import { searchKey } from '../../../db/text.ts'
import { now } from '../../../db/time.ts'
import { keepingAnAdministrator } from '../../../security/administrators.ts'
import { demandStill } from '../../../security/demand.ts'
import { hashPassword, oneTimePassword } from '../../../security/passwords.ts'
import { endSessions, renewAfterRoleChange } from '../../../security/session.ts'
import type { Viewer } from '../../../security/viewer.ts'
import { AccountRefusedError, createUser } from '../../auth/commands.ts'
import type { ClassInput, NewUserInput, Person, UserInput } from './forms.ts'
import { listRoles } from './queries.ts'

/** A new account with the password to hand over: it is told once and kept nowhere. */
export interface Handout {
  username: string
  password: string
}

/** There is no such account. */
export class NoSuchUserError extends Error {
  override name = 'NoSuchUserError'
}

/** The account or the role may do more than the one who wants to manage it. */
export class AboveOwnRoleError extends Error {
  override name = 'AboveOwnRoleError'

  constructor() {
    super('This role may do things that you may not. Ask somebody who has it.')
  }
}

/** Adds one account with a one-time password. @throws AccountRefusedError, AboveOwnRoleError */
export async function addUser(
  db: Reader,
  em: EntityManager,
  input: NewUserInput,
  viewer: Viewer,
): Promise<Handout> {
  const role = (await listRoles(db, viewer)).find(({ id }) => id === input.role_id)
  if (!role?.manageable) throw new AboveOwnRoleError()
  const [handout] = await addPeople(em, [input], role.name, viewer)
  if (!handout) throw new Error('No account was made.')
  return handout
}

/**
 * Adds a class of members: all of them, or none. @throws ClassRefusedError with a message for each line that cannot be
 */
export function addClass(em: EntityManager, input: ClassInput, viewer: Viewer): Promise<Handout[]> {
  return addPeople(em, input.people, 'member', viewer, 'class.manage')
}

/** Some accounts of a list cannot be made; so none was. */
export class ClassRefusedError extends Error {
  override name = 'ClassRefusedError'
  readonly messages: string[]

  constructor(messages: string[]) {
    super(messages.join('\n'))
    this.messages = messages
  }
}

/** Adds accounts with one-time passwords, all or none. Each costs the time of one hash. @throws ClassRefusedError, AccountRefusedError */
export async function addPeople(
  em: EntityManager,
  people: readonly Person[],
  role: string,
  viewer: Viewer,
  needed: 'user.manage' | 'class.manage' = 'user.manage',
): Promise<Handout[]> {
  const handouts: (Handout & { email: string; passwordHash: string })[] = []
  // All hashes come before the transaction, which must not wait; one after the other, so that others can sign in between.
  for (const { username, email } of people) {
    const password = oneTimePassword()
    handouts.push({
      username,
      email: email || placeholderFor(username),
      password,
      passwordHash: await hashPassword(password),
    })
  }
  await em.transactional(async (tx) => {
    await demandStill(tx.getKysely(), viewer, needed)
    const messages: string[] = []
    for (const { username, email, passwordHash } of handouts) {
      const problem = await takenBy(tx, username, email)
      if (problem === undefined) await createUser(tx, { username, email, passwordHash, role })
      else messages.push(problem)
    }
    if (messages.length > 0) throw new ClassRefusedError(messages)
  })
  return handouts.map(({ username, password }) => ({ username, password }))
}

/** Asked before writing: after a refusal by the database a transaction on PostgreSQL can do nothing more. */
async function takenBy(tx: EntityManager, username: string, email: string): Promise<string | undefined> {
  const db = tx.getKysely() as unknown as Reader
  const taken = await db
    .selectFrom('users')
    .select('username_key')
    .where((eb) =>
      eb.or([eb('username_key', '=', searchKey(username)), eb('email_key', '=', searchKey(email))]),
    )
    .executeTakeFirst()
  if (!taken) return undefined
  return taken.username_key === searchKey(username)
    ? `There is an account with the username "${username}" already.`
    : `There is an account with the address "${email}" already.`
}

/** An address nothing can be sent to, for people who have none: every account has one, as the sign-in takes either. */
export function placeholderFor(username: string): string {
  return `${searchKey(username).replaceAll(' ', '-')}@localhost`
}

/**
 * Gives an account another role, closes or opens it. Whoever loses or gains something starts a session anew.
 * @throws LastAdministratorError, AboveOwnRoleError, NoSuchUserError
 */
export function changeUser(em: EntityManager, id: number, input: UserInput, viewer: Viewer): Promise<void> {
  return keepingAnAdministrator(em, async (tx) => {
    const user = await manageable(tx, id, viewer, input.role_id)
    const disabled = input.disabled === 'true'
    const disabled_at = disabled ? (user.disabled_at ?? now()) : null
    await tx.nativeUpdate(User, { id }, { role: input.role_id, disabled_at })
    if (disabled) await endSessions(tx, id)
    else if (user.role_id !== input.role_id) await renewAfterRoleChange(tx, id)
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
  const db = tx.getKysely() as unknown as Reader
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

export { AccountRefusedError }
