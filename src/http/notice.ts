/** What has just happened, said on the page that follows: a cookie that lives for one page, holding a word and never a text. */
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { domain } from '../domain.ts'
import type { Noun } from '../domain.ts'
import { isSecure } from '../security/identify.ts'
import type { AppContext } from './context.ts'

const name = 'crowfoot_notice'
const deeds = { added: 'is added', saved: 'is saved', deleted: 'is deleted' } as const
const things = { item: domain.item, creator: domain.creator, category: domain.category, type: domain.type }

export type Deed = keyof typeof deeds
export type Thing = keyof typeof things

/** Tells the next page what was done: `notice(c, 'item', 'saved')` before a redirect. */
export function setNotice(c: AppContext, thing: Thing, deed: Deed): void {
  const secure = isSecure(c.var.config)
  setCookie(c, name, `${thing}.${deed}`, { path: '/', maxAge: 60, httpOnly: true, sameSite: 'Lax', secure })
}

/** Takes the notice off, so that it is said once. Words that are not ours are nothing. */
export function takeNotice(c: AppContext): { kind: 'success'; text: string } | undefined {
  const [thing = '', deed = ''] = (getCookie(c, name) ?? '').split('.')
  if (thing === '') return undefined
  deleteCookie(c, name, { path: '/', secure: isSecure(c.var.config) })
  if (!Object.hasOwn(things, thing) || !Object.hasOwn(deeds, deed)) return undefined
  const noun: Noun = things[thing as Thing]
  return { kind: 'success', text: `The ${noun.one} ${deeds[deed as Deed]}` }
}
