/** What has just happened, said on the page that follows: a cookie that lives for one page, holding a word and never a text. */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { domain } from '../domain.ts'
import { isSecure } from '../security/identify.ts'
import type { AppContext } from './context.ts'

const name = 'crowfoot_notice'
const deeds = { added: 'is added', saved: 'is saved', deleted: 'is deleted' } as const
const things = { item: domain.item, creator: domain.creator, category: domain.category, type: domain.type }
const sentences = {
  'account.added': 'Your account is made, and you are signed in',
  'account.changed': 'Your account is changed',
  'account.closed': 'Your account is closed',
  'account.deleted': 'Your account is deleted',
  'password.chosen': 'Your password is changed',
  'session.begun': 'You are signed in',
  'session.ended': 'You are signed out',
  'sessions.ended': 'All your sessions have ended',
} as const

export type Deed = keyof typeof deeds
export type Thing = keyof typeof things
/** What was done, as one word for the cookie: `item.saved`. */
export type Done = `${Thing}.${Deed}` | keyof typeof sentences

/** Tells the next page what was done: `setNotice(c, 'item.saved')` before a redirect. */
export function setNotice(c: AppContext, done: Done): void {
  const secure = isSecure(c.var.config)
  setCookie(c, name, done, { path: '/', maxAge: 60, httpOnly: true, sameSite: 'Lax', secure })
}

/** Takes the notice off, so that it is said once. Words that are not ours are nothing. */
export function takeNotice(c: AppContext): { kind: 'success'; text: string } | undefined {
  const done = getCookie(c, name) ?? ''
  if (done === '') return undefined
  deleteCookie(c, name, { path: '/', secure: isSecure(c.var.config) })
  const text = textOf(done)
  return text === undefined ? undefined : { kind: 'success', text }
}

function textOf(done: string): string | undefined {
  if (Object.hasOwn(sentences, done)) return sentences[done as keyof typeof sentences]
  const [thing = '', deed = ''] = done.split('.')
  if (!Object.hasOwn(things, thing) || !Object.hasOwn(deeds, deed)) return undefined
  return `The ${things[thing as Thing].one} ${deeds[deed as Deed]}`
}
