/** Asks for a permission inside a command, so that no way to it, however it is called, goes round the check. */
import { HTTPException } from 'hono/http-exception'
import type { Reader } from '../db/connection.ts'
import { may } from './viewer.ts'
import type { Permission, Viewer } from './viewer.ts'

/** @throws HTTPException 403 (401 for somebody who has not signed in) where the viewer may not */
export function demand(viewer: Viewer, permission: Permission): void {
  if (!may(viewer, permission)) throw new HTTPException(viewer.user ? 403 : 401)
}

/**
 * The same once more, in the transaction that makes the change: for what is done to people and roles, where the right may have
 * been taken away while a hash was computed or another change waited for. Who asks without an account (a command) may always.
 * @throws HTTPException 401, 403
 */
export async function demandStill(db: Reader, { user }: Viewer, permission: Permission): Promise<void> {
  if (user === null) return
  const found = await db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .leftJoin('role_permissions', (join) =>
      join.onRef('role_permissions.role_id', '=', 'users.role_id').on('permission', '=', permission),
    )
    .select('permission')
    .where('sessions.id', '=', user.session_id)
    .where('users.id', '=', user.id)
    .where('users.disabled_at', 'is', null)
    .executeTakeFirst()
  if (!found) throw new HTTPException(401)
  if (found.permission === null) throw new HTTPException(403)
}

/** What somebody may do with every item, or only with those of their own making. */
export type OwnPermission = 'item.update' | 'item.delete'

/** Whether the viewer may do this with an item, given who made it (null where nobody is known). */
export function mayWith(viewer: Viewer, permission: OwnPermission, createdBy: number | null): boolean {
  if (may(viewer, permission)) return true
  return may(viewer, `${permission}.own`) && viewer.user !== null && viewer.user.id === createdBy
}

/** @throws HTTPException 403 where the viewer may not */
export function demandWith(viewer: Viewer, permission: OwnPermission, createdBy: number | null): void {
  if (!mayWith(viewer, permission, createdBy)) throw new HTTPException(viewer.user ? 403 : 401)
}

/** The same where the answer is known already. @throws HTTPException 403 */
export function demandRight(viewer: Viewer, right: boolean): void {
  if (!right) throw new HTTPException(viewer.user ? 403 : 401)
}
