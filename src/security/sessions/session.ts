/** Sessions: who is signed in where. They are rows, so that one can be listed, ended, and is gone when it is gone. */
import type { Reader } from '../../db/engine/connection.ts'
import { prepare } from '../../db/reading/prepared.ts'
import { now } from '../../db/schema/time.ts'
import type { Instant } from '../../fields/utc-time.ts'
import type { Writer } from '../../db/engine/writer.ts'
import { hashToken, newToken } from './token.ts'
import { permissionsOf } from '../rights/viewer.ts'
import type { Account, SignedIn } from '../rights/viewer.ts'

const hour = 3_600_000

/** A session ends when it was not used for so long, and in any case after so long; milliseconds. */
export const lifetime = { idle: 48 * hour, absolute: 30 * 24 * hour } as const

/** Between two notes of the last use: a page read twice in a minute need not write twice. */
const noteEvery = 60_000

const userAgentLength = 500

/** What one request needs to know about the session it came with. */
export interface FoundSession {
  id: number
  last_used_at: Instant
  stale_at: Instant | null
  user_id: number
  username: string
  password_chosen_at: Instant | null
  role: string
  /** The names of what the role allows, with a space between. */
  permissions: string | null
}

/** The moment before which a session must have been used to be alive. */
export function idleSince(): Instant {
  return new Date(Date.now() - lifetime.idle).toISOString()
}

/**
 * The session behind a token with its account, role and permissions in one query: a lookup by unique keys.
 * Nothing is cached between requests, so a changed role takes effect with the next one, in every process.
 * @returns undefined when there is none, it has expired, or the account is closed: all three look the same
 */
export async function findSession(db: Reader, token: string): Promise<FoundSession | undefined> {
  const [session] = await sessionBehind(db, { hash: hashToken(token), now: now(), idleSince: idleSince() })
  return session
}

const sessionBehind = prepare<{ hash: string; now: Instant; idleSince: Instant }, FoundSession>((db, value) =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.id', 'sessions.user_id')
    .innerJoin('roles', 'roles.id', 'users.role_id')
    .select(['sessions.id', 'sessions.last_used_at', 'sessions.stale_at'])
    .select(['users.id as user_id', 'users.username', 'users.password_chosen_at', 'roles.name as role'])
    .select((eb) =>
      eb
        .selectFrom('role_permissions')
        .whereRef('role_permissions.role_id', '=', 'roles.id')
        .select((all) =>
          all.fn<string>('string_agg', ['role_permissions.permission', all.val(' ')]).as('all'),
        )
        .as('permissions'),
    )
    .where('sessions.token_hash', '=', value('hash'))
    .where('sessions.expires_at', '>', value('now'))
    .where('sessions.last_used_at', '>', value('idleSince'))
    .where('users.disabled_at', 'is', null),
)

/** The viewer of a session. Somebody with a one-time password may do nothing until they have chosen their own. */
export function viewerOf(session: FoundSession, { teaching }: { teaching: boolean }): SignedIn {
  const { id, user_id, username, role, password_chosen_at } = session
  const user = {
    id: user_id,
    username,
    role,
    session_id: id,
    has_one_time_password: password_chosen_at === null,
  }
  const names = user.has_one_time_password ? '' : (session.permissions ?? '')
  return { kind: 'account', user, permissions: permissionsOf(names, teaching) }
}

/** Begins a session and clears away those that are over. @returns the token for the cookie, which is kept nowhere */
export async function startSession(em: Writer, userId: number, userAgent: string): Promise<string> {
  const db = em.getKysely()
  const token = newToken()
  const moment = now()
  await expiredGone(db, { now: moment })
  await begun(db, {
    token_hash: hashToken(token),
    user_id: userId,
    user_agent: [...userAgent].slice(0, userAgentLength).join(''),
    now: moment,
    expires_at: new Date(Date.now() + lifetime.absolute).toISOString(),
  })
  return token
}

const expiredGone = prepare<{ now: Instant }, unknown>((db, value) =>
  db.deleteFrom('sessions').where('expires_at', '<=', value('now')),
)

interface NewSession {
  token_hash: string
  user_id: number
  user_agent: string
  now: Instant
  expires_at: Instant
}

const begun = prepare<NewSession, unknown>((db, value) =>
  db.insertInto('sessions').values({
    token_hash: value('token_hash'),
    user_id: value('user_id'),
    user_agent: value('user_agent'),
    created_at: value('now'),
    last_used_at: value('now'),
    expires_at: value('expires_at'),
  }),
)

/**
 * Gives a session a new token; the old one opens nothing from then on.
 * @returns the new token, or undefined when another request was quicker: that one has told the browser
 */
export async function renewSession(em: Writer, id: number, oldToken: string): Promise<string | undefined> {
  const token = newToken()
  const { numUpdatedRows } = await em
    .getKysely()
    .updateTable('sessions')
    .set({ token_hash: hashToken(token), stale_at: null })
    .where('id', '=', id)
    .where('token_hash', '=', hashToken(oldToken))
    .executeTakeFirst()
  return numUpdatedRows > 0n ? token : undefined
}

/** Whether the session that somebody came with is still there: asked once more where others may have ended it meanwhile. */
export async function isSession(em: Writer, account: Pick<Account, 'id' | 'session_id'>): Promise<boolean> {
  const found = await em
    .getKysely()
    .selectFrom('sessions')
    .select('id')
    .where('id', '=', account.session_id)
    .where('user_id', '=', account.id)
    .executeTakeFirst()
  return found !== undefined
}

/** Whether the last use was long enough ago to be noted again. */
export function isNoteDue(session: Pick<FoundSession, 'last_used_at'>): boolean {
  return Date.now() - Date.parse(session.last_used_at) > noteEvery
}

export async function noteUse(em: Writer, id: number): Promise<void> {
  await em.getKysely().updateTable('sessions').set({ last_used_at: now() }).where('id', '=', id).execute()
}

/** Ends one session, if it is that person's. @returns how many ended: 0 or 1 */
export async function endSession(em: Writer, userId: number, id: number): Promise<number> {
  const { numDeletedRows } = await em
    .getKysely()
    .deleteFrom('sessions')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/** Ends the session behind a token, where nobody could look up whose it is. */
export async function endSessionOf(em: Writer, token: string): Promise<void> {
  await em.getKysely().deleteFrom('sessions').where('token_hash', '=', hashToken(token)).execute()
}

/** Ends all of a person's sessions, or all but one. @returns how many */
export async function endSessions(em: Writer, userId: number, except?: number): Promise<number> {
  const { numDeletedRows } = await em
    .getKysely()
    .deleteFrom('sessions')
    .where('user_id', '=', userId)
    .$if(except !== undefined, (query) => query.where('id', '<>', except as number))
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/**
 * After a change of role: ends all of the person's sessions but the one in use, which gets a new token with its next request.
 * To be called in the transaction that changes the role.
 */
export async function renewAfterRoleChange(tx: Writer, userId: number): Promise<void> {
  const db = tx.getKysely()
  const latest = await db
    .selectFrom('sessions')
    .select('id')
    .where('user_id', '=', userId)
    .orderBy('last_used_at', 'desc')
    .orderBy('id', 'desc')
    .executeTakeFirst()
  if (!latest) return
  await endSessions(tx, userId, latest.id)
  await db.updateTable('sessions').set({ stale_at: now() }).where('id', '=', latest.id).execute()
}
