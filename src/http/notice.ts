/**
 * What has just happened, said on the page that follows: a cookie that lives for one page, holding a word and never a text. An
 * address says nothing of the kind: whoever follows a link would read it, and whoever reloads would read it again.
 */
import { lookupNames, lookups } from '../declared.ts'
import { domain } from '../domain.ts'
import type { LookupName } from '../declared.ts'
import { resourceNamed, resourceNames } from '../resources/declared.ts'
import type { ResourceName } from '../resources/declared.ts'
import type { Noun } from '../rules/words.ts'
import { clearCookie, readCookie, writeCookie } from '../security/sessions/cookies.ts'
import type { AppContext } from './context.ts'

const name = 'notice'
const deeds = { added: 'is added', saved: 'is saved', deleted: 'is deleted', moved: 'is moved' } as const
const things: Readonly<Record<string, Noun | undefined>> = {
  item: domain.item,
  ...Object.fromEntries(lookupNames.map((name) => [name, lookups[name].noun])),
  ...Object.fromEntries(resourceNames.map((name) => [name, resourceNamed(name)?.noun])),
}
const sentences = {
  'account.added': 'Your account is made, and you are signed in',
  'account.changed': 'Your account is changed',
  'account.closed': 'Your account is closed',
  'account.deleted': 'Your account is deleted',
  'email.changed': 'Your e-mail address is changed',
  'handout.sent':
    'That form was sent twice. It was carried out once, and the one-time password was on the page before this one: if it is lost, make another',
  'password.chosen': 'Your password is changed',
  'password.changed': 'Your password is changed. Everywhere else you are signed out',
  'session.begun': 'You are signed in',
  'session.ended': 'You are signed out',
  'session.left':
    'You are signed out in this browser. The server could not end the session, perhaps because its disk is full: it ends by itself within two days',
  'session.stopped': 'The session has ended: that device is signed out',
  'sessions.ended': 'All your sessions have ended',
  'sessions.stopped': 'All other sessions have ended. You are signed in here only',
  'user.unchanged': 'The account is as it was: nothing is changed',
  'user.changed': 'The account is changed',
  'user.closed': 'The account is closed, and its sessions have ended',
  'user.opened': 'The account is open again',
  'user.signed-out': 'All sessions of the account have ended',
  'user.deleted': 'The account is deleted',
  'search.saved': 'The search is kept. Here it says what is new in it',
  'search.deleted': 'The search is deleted',
  'role.added': 'The role is added',
  'role.deleted': 'The role is deleted',
  'roles.changed': 'The roles are changed. It works from everybody’s next page on',
} as const

export type Deed = keyof typeof deeds
export type Thing = 'item' | LookupName
/** What was done, as one word for the cookie: `item.saved`. */
export type Done = `${Thing}.${Deed}` | `${ResourceName}.${Deed}` | keyof typeof sentences

/** Tells the next page what was done: `setNotice(c, 'item.saved')` before a redirect. */
export function setNotice(c: AppContext, done: Done): void {
  writeCookie(c, c.var.config, name, done, 60)
}

/** The answer when something is done: on to the page that shows it, and says so. */
export function seeOther(c: AppContext, href: string, done: Done): Response {
  setNotice(c, done)
  return c.redirect(href, 303)
}

/** Takes the notice off, so that it is said once. Words that are not ours are nothing. */
export function takeNotice(c: AppContext): { kind: 'success' | 'warning'; text: string } | undefined {
  const done = readCookie(c, c.var.config, name) ?? ''
  if (done === '') return undefined
  clearCookie(c, c.var.config, name)
  const text = textOf(done)
  return text === undefined ? undefined : { kind: done === 'session.left' ? 'warning' : 'success', text }
}

function textOf(done: string): string | undefined {
  if (Object.hasOwn(sentences, done)) return sentences[done as keyof typeof sentences]
  const [thing = '', deed = ''] = done.split('.')
  if (!Object.hasOwn(things, thing) || !Object.hasOwn(deeds, deed)) return undefined
  return `The ${things[thing]?.one ?? ''} ${deeds[deed as Deed]}`
}
