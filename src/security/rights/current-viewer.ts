/** Reads once more what somebody may do: a right that ended since the request came has ended. */
import { HTTPException } from 'hono/http-exception'
import { isPostgresql } from '../../db/engine/connection.ts'
import type { Reader } from '../../db/engine/connection.ts'
import { now } from '../../db/schema/time.ts'
import { permissionsOf } from './viewer.ts'
import type { SignedIn, Viewer } from './viewer.ts'

/**
 * The viewer with the rights of this moment. A visitor and the operator have no account whose rights could change.
 * @param options.lock in a transaction that writes: whoever takes the right away, or ends the session, then waits until the
 * transaction is over, so that nothing is written after they were told that it is done. On SQLite the transaction itself does that.
 * @throws HTTPException 401 where the session has ended or the account is closed
 */
export async function currentViewer(
  db: Reader,
  viewer: Viewer,
  options: { lock?: boolean } = {},
): Promise<Viewer> {
  return viewer.kind === 'account' ? currentAccount(db, viewer, options.lock === true) : viewer
}

async function currentAccount(db: Reader, viewer: SignedIn, lock: boolean): Promise<SignedIn> {
  if (lock && isPostgresql(db)) await lockRoleOf(db, viewer.user.id)
  const account = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .select(['users.username', 'users.password_chosen_at', 'users.role_id'])
    .where('sessions.id', '=', viewer.user.session_id)
    .where('sessions.expires_at', '>', now())
    .where('users.id', '=', viewer.user.id)
    .where('users.disabled_at', 'is', null)
    .$if(lock && isPostgresql(db), (query) => query.forShare())
    .executeTakeFirst()
  if (!account) throw new HTTPException(401)
  const { username, role_id, password_chosen_at } = account
  // A query of its own: after waiting for a lock, a join would compare the account's new role with the old one, and find nothing.
  const rights = await db
    .selectFrom('roles')
    .leftJoin('role_permissions', 'role_permissions.role_id', 'roles.id')
    .select(['roles.name', 'role_permissions.permission'])
    .where('roles.id', '=', role_id)
    .$if(lock && isPostgresql(db), (query) => query.forShare('roles'))
    .execute()
  const role = rights[0]?.name ?? ''
  const user = { ...viewer.user, username, role, has_one_time_password: password_chosen_at === null }
  if (user.has_one_time_password) return { ...viewer, user, permissions: new Set() }
  const allowed = permissionsOf(rights.map(({ permission }) => permission ?? '').join(' '), true)
  // Settings (TEACHING) may have left some rights out when the request came: a right must have held then, and hold now.
  return { ...viewer, user, permissions: viewer.permissions.intersection(allowed) }
}

/** Roles are locked before accounts, as where somebody changes both (`administrators.ts`): in opposite orders the two would deadlock. */
async function lockRoleOf(db: Reader, user: number): Promise<void> {
  await db
    .selectFrom('roles')
    .select('id')
    .where('id', '=', (eb) => eb.selectFrom('users').select('role_id').where('users.id', '=', user))
    .forShare()
    .execute()
}
