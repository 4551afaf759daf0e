/** What makes accounts for other people: one, or a whole class, each with a one-time password. */
import type { Reader } from '../../../../db/engine/connection.ts'
import { writerOf } from '../../../../db/engine/writer.ts'
import type { Writer } from '../../../../db/engine/writer.ts'
import { Refusal } from '../../../../rules/refusal.ts'
import type { Problem } from '../../../../rules/refusal.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { currentViewer } from '../../../../security/rights/current-viewer.ts'
import { wasSent } from '../../../../security/request/form-key.ts'
import { hashPassword, oneTimePassword } from '../../../../security/passwords/passwords.ts'
import { transaction } from '../../../../security/rights/transaction.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { createUser, roleGone } from '../../../auth/commands.ts'
import { atLine } from '../forms.ts'
import type { ClassInput, NewUserInput, Person } from '../forms.ts'
import { listRoles, listTaken } from '../queries.ts'
import type { RoleChoice } from '../queries.ts'

/** A new account with the password to hand over: it is told once and kept nowhere. */
export interface Handout {
  id: number
  username: string
  password: string
}

/** The account or the role may do more than the one who wants to manage it. */
export function aboveOwnRole(status: 403 | 422): Refusal {
  const message = 'This role may do things that you may not. Ask someone who has it.'
  return new Refusal({ field: 'role_id', message }, { status, code: 'above own role' })
}

/**
 * Adds one account with a one-time password.
 * @returns it; undefined where this form was sent before, and the password was shown then: it is kept nowhere
 * @throws Refusal
 */
export async function addUser(
  db: Reader,
  em: Writer,
  input: NewUserInput,
  viewer: Viewer,
  formKey?: string,
): Promise<Handout | undefined> {
  authorize(viewer, 'user.manage')
  const current = await currentViewer(db, viewer)
  authorize(current, 'user.manage')
  const role = await grantable(db, current, ({ id }) => id === input.role_id)
  const [handout] = await addPeople(em, [input], role.name, viewer, { formKey })
  return handout
}

/** A role that the viewer may give. @throws Refusal where they may not, or where there is none */
async function grantable(
  db: Reader,
  viewer: Viewer,
  isWanted: (role: RoleChoice) => boolean,
): Promise<RoleChoice> {
  const role = (await listRoles(db, viewer)).find(isWanted)
  if (!role) throw new Refusal(roleGone)
  if (!role.manageable) throw aboveOwnRole(422)
  return role
}

/** Adds a class of members as `addPeople` does. */
export function addClass(
  em: Writer,
  input: ClassInput,
  viewer: Viewer,
  formKey?: string,
): Promise<Handout[]> {
  return addPeople(em, input.people, 'member', viewer, { needed: 'class.manage', formKey })
}

interface AddOptions {
  needed?: 'user.manage' | 'class.manage'
  formKey?: string | undefined
}

/**
 * Adds accounts with one-time passwords, all or none. Each costs the time of one hash.
 * @returns them; none where this form was sent before, and the passwords were shown then
 * @throws Refusal with a message for each line that cannot be
 */
export async function addPeople(
  em: Writer,
  people: readonly Person[],
  role: string,
  actor: Viewer,
  { needed = 'user.manage', formKey }: AddOptions = {},
): Promise<Handout[]> {
  authorize(actor, needed)
  if (formKey !== undefined && (await wasSent(em, actor.user?.id ?? null, formKey))) return []
  // Asked before the hashes, which take long, and before writing: a transaction that PostgreSQL refused can do nothing more.
  const taken = await listTaken(em.getKysely(), people, actor)
  if (taken.length > 0) throw new Refusal(taken.map((each) => atPerson(each, each)))
  const accounts = await withPasswords(people)
  let ids: number[] = []
  let own: { accounts: number } | undefined
  const done = await transaction(
    em,
    actor,
    needed,
    async ({ db, viewer }) => {
      if (needed === 'user.manage') await grantable(db, viewer, ({ name }) => name === role)
      ids = []
      for (const { username, person, passwordHash } of accounts) {
        const user = { username, email: person.email, passwordHash, role }
        ids.push(await createUser(writerOf(db), user).catch((error: unknown) => sayWho(error, person)))
      }
      return (own = { accounts: accounts.length })
    },
    { formKey },
  )
  // Another sending of the form may have been first: then these passwords were rolled back, and open nothing.
  if (done !== own) return []
  return accounts.map(({ username, password }, index) => ({ id: ids[index] ?? 0, username, password }))
}

/** All hashes come before the transaction, which must not wait; one after the other, so that others can sign in between. */
async function withPasswords(people: readonly Person[]) {
  const accounts: (Omit<Handout, 'id'> & { person: Person; passwordHash: string })[] = []
  for (const person of people) {
    const password = oneTimePassword()
    const passwordHash = await hashPassword(password)
    accounts.push({ username: person.username, password, person, passwordHash })
  }
  return accounts
}

/** Somebody took the name while the hashes were made, or its key is too long: the others of the list are not at fault. */
function sayWho(error: unknown, person: Person): never {
  if (!(error instanceof Refusal)) throw error
  throw new Refusal(error.problems.map((problem) => atPerson(problem, person)))
}

/** For a person from a list, the message names the line and stands at the field of the list. */
function atPerson({ field, message }: Problem, { line }: Pick<Person, 'line'>): Problem {
  return { field: line === undefined ? field : 'people', message: atLine({ line }, message) }
}
