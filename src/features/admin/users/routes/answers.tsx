/** What the routes of single accounts and of classes answer alike: one-time passwords and refusals. */
import type { AppContext } from '../../../../http/context.ts'
import { notFound } from '../../../../http/errors.tsx'
import type { FieldError } from '../../../../http/form.ts'
import { setNotice } from '../../../../http/notice.ts'
import { page } from '../../../../http/respond.tsx'
import { LastAdministratorError } from '../../../../security/rights/administrators.ts'
import { AboveOwnRoleError, ClassRefusedError, NoSuchUserError } from '../commands.ts'
import { HandoutPage, handoutTitle } from '../pages.tsx'
import type { HandoutProps } from '../pages/handout.tsx'

/** What a command refused, as messages. Anything else is thrown on. */
export function refusalOf(error: unknown): FieldError[] {
  if (error instanceof NoSuchUserError) throw notFound()
  if (error instanceof ClassRefusedError) return [...error.refusals]
  if (error instanceof AboveOwnRoleError) return [{ field: 'role_id', message: error.message }]
  if (error instanceof LastAdministratorError) return [{ message: error.message }]
  throw error
}

/** The page with the passwords, shown once. */
export function handoutPage(c: AppContext, props: Omit<HandoutProps, 'address' | 'days'>): Response {
  const { baseUrl, oneTimePasswordDays } = c.var.config
  const body = <HandoutPage {...props} address={baseUrl} days={oneTimePasswordDays} />
  return page(c, handoutTitle(props.handouts), body, { noIndex: true })
}

/** The answer to a form with passwords that is sent twice: they were on the page that the first one got. */
export function sentBefore(c: AppContext, href: string): Response {
  setNotice(c, 'handout.sent')
  return c.redirect(href, 303)
}
