/** Decides whether somebody may do something. Routes, queries and commands all ask here; `transaction` asks again. */
import { HTTPException } from 'hono/http-exception'
import { may } from './viewer.ts'
import type { Permission } from '../../rules/permissions.ts'
import type { Viewer } from './viewer.ts'

/**
 * What is asked for: a permission, or one of
 * - `public`: it holds nothing of the catalogue (signing in, health, style sheets);
 * - `signed-in`: it concerns one's own account only;
 * - `first-password`: the same, and open to somebody who has only a one-time password yet.
 */
export type Access = Permission | 'public' | 'signed-in' | 'first-password'

/**
 * Lets only those pass who may: of several kinds of access any will do.
 * @throws HTTPException 401 for a visitor (pages lead to /login), 403 for others; with a cause that leads to where a password of
 * one's own is chosen, for somebody who has only a one-time password
 */
export function authorize(viewer: Viewer, ...access: readonly Access[]): void {
  if (access.includes('public')) return
  if (viewer.user?.has_one_time_password === true && !access.includes('first-password'))
    throw new HTTPException(403, { cause: { needs: 'own-password' } })
  if (!access.some((each) => passes(viewer, each))) throw refusal(viewer)
}

function passes(viewer: Viewer, access: Access): boolean {
  switch (access) {
    case 'public':
      return true
    case 'signed-in':
    case 'first-password':
      return viewer.kind === 'account'
    default:
      return may(viewer, access)
  }
}

/** The answer to somebody who may not: to sign in, where that may help. */
export function refusal(viewer: Viewer): HTTPException {
  return new HTTPException(viewer.kind === 'visitor' ? 401 : 403)
}
