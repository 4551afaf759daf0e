/** What somebody sees of their own account. */
import { HTTPException } from 'hono/http-exception'
import type { Reader } from '../../db/engine/connection.ts'
import { idleSince } from '../../security/sessions/session.ts'
import { now } from '../../db/schema/time.ts'
import { authorize, refusal } from '../../security/rights/authorize.ts'
import type { Account, Viewer } from '../../security/rights/viewer.ts'

/** Somebody deleted the account since this request came. */
const gone = () => new HTTPException(401)

export interface OwnAccount {
  username: string
  /** Null where there is none. */
  email: string | null
  created_at: string
  /** How many items carry this person's name as their maker: they stay when the account goes. */
  items: number
}

/** The account of somebody who is signed in. @throws HTTPException 401 for everybody else, 403 with a one-time password */
export function accountOf(viewer: Viewer, access: 'signed-in' | 'first-password' = 'signed-in'): Account {
  authorize(viewer, access)
  if (viewer.user === null) throw refusal(viewer)
  return viewer.user
}

/** @throws HTTPException 401 where it is gone */
export async function findOwnAccount(db: Reader, viewer: Viewer): Promise<OwnAccount> {
  const { id } = accountOf(viewer, 'first-password')
  const user = await db
    .selectFrom('users')
    .select(['username', 'email', 'created_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow(gone)
  const { items } = await db
    .selectFrom('items')
    .select((eb) => eb.fn.countAll<number>().as('items'))
    .where('created_by', '=', id)
    .executeTakeFirstOrThrow()
  return { ...user, items }
}

export interface OwnSession {
  id: number
  user_agent: string
  created_at: string
  last_used_at: string
}

/** The browsers in which somebody is signed in, the one used last first. */
export async function listSessions(db: Reader, viewer: Viewer): Promise<OwnSession[]> {
  const { id } = accountOf(viewer)
  return db
    .selectFrom('sessions')
    .select(['id', 'user_agent', 'created_at', 'last_used_at'])
    .where('user_id', '=', id)
    .where('expires_at', '>', now())
    .where('last_used_at', '>', idleSince())
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
}

/** The hash to check a password against. @throws HTTPException 401 where the account is gone */
export async function findPasswordHash(db: Reader, id: number): Promise<string> {
  const { password_hash } = await db
    .selectFrom('users')
    .select('password_hash')
    .where('id', '=', id)
    .executeTakeFirstOrThrow(gone)
  return password_hash
}
