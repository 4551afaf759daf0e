/** What an administrator sees of the accounts. */
import { setImmediate as yieldToEventLoop } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Reader } from '../../../db/engine/connection.ts'
import { skeletonOf } from '../../../rules/skeleton.ts'
import { searchKey } from '../../../rules/text.ts'
import { authorize } from '../../../security/rights/authorize.ts'
import { permissionsOf } from '../../../security/rights/viewer.ts'
import type { Permission } from '../../../rules/permissions.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import type { Person, UserFilter } from './forms.ts'

export interface ListedUser {
  id: number
  username: string
  email: string | null
  role_id: number
  role: string
  created_at: string
  disabled_at: string | null
  /** Null while the password is a one-time password. */
  password_chosen_at: string | null
  /** When a browser of theirs was last here; null where none is signed in. */
  last_used_at: string | null
}

export const usersPerPage = 50

function users(db: Reader) {
  return db
    .selectFrom('users')
    .innerJoin('roles', 'roles.id', 'users.role_id')
    .select(['users.id', 'users.username', 'users.email', 'users.role_id', 'roles.name as role'])
    .select(['users.created_at', 'users.disabled_at', 'users.password_chosen_at'])
    .select((eb) =>
      eb
        .selectFrom('sessions')
        .whereRef('sessions.user_id', '=', 'users.id')
        .select((last) => last.fn.max<string | null>('sessions.last_used_at').as('at'))
        .as('last_used_at'),
    )
}

/** One page of the accounts that the filter finds, in the order of names, and whether there are more. */
export async function listUsers(
  db: Reader,
  filter: UserFilter,
  viewer: Viewer,
): Promise<{ users: ListedUser[]; hasMore: boolean }> {
  authorize(viewer, 'user.manage')
  let query = users(db)
    .orderBy('users.username_key')
    .limit(usersPerPage + 1)
    .offset((filter.page - 1) * usersPerPage)
  const pattern = `%${searchKey(filter.q).replace(/[\\%_]/g, '\\$&')}%`
  if (filter.q !== '') {
    query = query.where(
      sql<boolean>`(users.username_key like ${pattern} escape '\\' or users.email_key like ${pattern} escape '\\')`,
    )
  }
  if (filter.role !== null) query = query.where('users.role_id', '=', filter.role)
  const found = await query.execute()
  return { users: found.slice(0, usersPerPage), hasMore: found.length > usersPerPage }
}

export async function findUser(db: Reader, id: number, viewer: Viewer): Promise<ListedUser | undefined> {
  authorize(viewer, 'user.manage')
  return users(db).where('users.id', '=', id).executeTakeFirst()
}

export interface RoleChoice {
  id: number
  name: string
  /** Whether the viewer may give it, and manage those who have it: it allows nothing that they may not do themselves. */
  manageable: boolean
}

/**
 * The roles there are. Nobody may give a role that allows more than their own, or change the account of somebody who has such a role:
 * otherwise, whoever may manage accounts could do everything. Whoever may change roles is exempt, since they can do everything anyway.
 * What the viewer's role allows is read with the others: it may have changed since the request came.
 */
export async function listRoles(db: Reader, viewer: Viewer): Promise<RoleChoice[]> {
  authorize(viewer, 'user.manage', 'class.manage')
  const { user, permissions } = viewer
  const [roles, rows, own] = await Promise.all([
    db.selectFrom('roles').select(['id', 'name']).orderBy('id').execute(),
    db.selectFrom('role_permissions').select(['role_id', 'permission']).execute(),
    db
      .selectFrom('users')
      .select('role_id')
      .where('id', '=', user?.id ?? 0)
      .executeTakeFirst(),
  ])
  const namesOf = (role: number) => rows.filter((row) => row.role_id === role).map((row) => row.permission)
  const allowed = user === null ? permissions : permissionsOf(namesOf(own?.role_id ?? 0).join(' '), true)
  return roles.map((role) => ({
    ...role,
    manageable:
      allowed.has('role.manage') || namesOf(role.id).every((name) => allowed.has(name as Permission)),
  }))
}

/** A name or an address that somebody has already. */
export interface Taken {
  field: 'username' | 'email'
  message: string
  /** Of the list, where it is one. */
  line: number | undefined
}

/** Why some of these people cannot get accounts: their names and addresses that are taken, in the order of the list. */
export async function listTaken(db: Reader, people: readonly Person[], viewer: Viewer): Promise<Taken[]> {
  authorize(viewer, 'user.manage', 'class.manage')
  if (people.length === 0) return []
  const wanted = await withKeys(people)
  const users = await db
    .selectFrom('users')
    .select(['username_key', 'skeleton_key', 'email_key'])
    .where((eb) =>
      eb.or([
        eb(
          'username_key',
          'in',
          wanted.map(({ name_key }) => name_key),
        ),
        eb(
          'skeleton_key',
          'in',
          wanted.map(({ skeleton_key }) => skeleton_key),
        ),
        eb(
          'email_key',
          'in',
          wanted.map(({ address_key }) => address_key),
        ),
      ]),
    )
    .execute()
  const names = new Set(users.map(({ username_key }) => username_key))
  const skeletons = new Set(users.map(({ skeleton_key }) => skeleton_key))
  const addresses = new Set(users.map(({ email_key }) => email_key))
  const already = (what: string) => `There is an account with the ${what} already.`
  const alike = (name: string) => `There is an account whose username looks nearly the same as "${name}".`
  return wanted.flatMap(({ username, email, line, name_key, skeleton_key, address_key }): Taken[] => {
    if (names.has(name_key)) return [{ line, field: 'username', message: already(`username "${username}"`) }]
    if (skeletons.has(skeleton_key)) return [{ line, field: 'username', message: alike(username) }]
    if (email === '' || !addresses.has(address_key)) return []
    return [{ line, field: 'email', message: already(`address "${email}"`) }]
  })
}

/** The people with their comparison keys. It yields to the event loop after each person, since a whole class takes long. */
async function withKeys(people: readonly Person[]) {
  const wanted: (Person & { name_key: string; skeleton_key: string; address_key: string })[] = []
  for (const person of people) {
    wanted.push({
      ...person,
      name_key: searchKey(person.username),
      skeleton_key: skeletonOf(person.username),
      address_key: searchKey(person.email),
    })
    await yieldToEventLoop()
  }
  return wanted
}
