/**
 * What happened to accounts, rights and data, as lines of the log that have an `event`: who did it, from where, and to whom. They hold
 * numbers and names of roles, never a password, a token or what was typed as a name: people type passwords there by mistake.
 */
import { clientAddress } from '../security/request/address.ts'
import type { AppContext } from './context.ts'

/** Each event with the sentence that stands in the log. */
const events = {
  'sign-in': 'someone signed in',
  'sign-in.refused': 'a sign-in was refused',
  'sign-out': 'someone signed out',
  'account.registered': 'someone registered',
  'account.password_changed': 'someone changed their password',
  'account.email_changed': 'someone changed their e-mail address',
  'account.sessions_ended': 'someone ended sessions of their own',
  'account.deleted': 'someone deleted their account',
  'account.refused': 'a change of one’s own account was refused',
  'user.added': 'an account was added',
  'users.added': 'a class of accounts was added',
  'user.unchanged': 'an account was saved as it was',
  'user.changed': 'an account was changed',
  'user.closed': 'an account was closed',
  'user.opened': 'an account was opened',
  'user.signed-out': 'an account was signed out everywhere',
  'user.password_reset': 'an account got a one-time password',
  'user.deleted': 'an account was deleted',
  'user.refused': 'a change of an account was refused',
  'role.added': 'a role was added',
  'role.changed': 'what a role may do was changed',
  'role.deleted': 'a role was deleted',
  export: 'the catalogue was exported',
  refused: 'a request was refused',
} as const

export type EventName = keyof typeof events

/** @param details without secrets */
export function logEvent(c: AppContext, event: EventName, details: object = {}): void {
  const { log, viewer, config } = c.var
  const who = { actor: viewer.user?.id ?? null, from: clientAddress(c, config.trustProxy) }
  log.info({ event, ...who, ...details }, events[event])
}
