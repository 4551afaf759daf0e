/** The answer with one-time passwords, for single accounts and for classes. */
import type { AppContext } from '../../../../http/context.ts'
import { page } from '../../../../http/respond.tsx'
import { HandoutPage, handoutTitle } from '../pages.tsx'
import type { HandoutProps } from '../pages/handout.tsx'

/** The page with the passwords, shown once. */
export function handoutPage(c: AppContext, props: Omit<HandoutProps, 'address' | 'days'>): Response {
  const { baseUrl, oneTimePasswordDays } = c.var.config
  const body = <HandoutPage {...props} address={baseUrl} days={oneTimePasswordDays} />
  return page(c, handoutTitle(props.handouts), body, { noIndex: true })
}
