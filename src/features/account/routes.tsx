/** One's own account: what is known, the password, the sessions, and the way out. */
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { AppContext, AppEnv } from '../../http/context.ts'
import { logEvent } from '../../http/events.ts'
import { readForm, typedText } from '../../http/form.ts'
import type { FieldError } from '../../http/form.ts'
import { setNotice } from '../../http/notice.ts'
import { page } from '../../http/respond.tsx'
import { paths } from '../../paths.ts'
import { clientAddress } from '../../security/request/address.ts'
import { LastAdministratorError } from '../../security/rights/administrators.ts'
import { allow } from '../../security/rights/allow.ts'
import { localPath } from '../../security/sessions/next.ts'
import { clearSessionToken, setSessionToken } from '../../security/sessions/session-cookie.ts'
import { AccountRefusedError, tooManyTries } from '../auth/commands.ts'
import { changeEmail, changePassword, deleteAccount, endOwnSession } from './commands.ts'
import type { Desk } from './commands.ts'
import { parseDeletionForm, parseEmailForm, parsePasswordForm, parseSessionForm } from './forms.ts'
import { AccountPage, PasswordPage, SessionsPage } from './pages.tsx'
import type { AccountPageProps, PasswordPageProps } from './pages.tsx'
import { accountOf, findOwnAccount, listSessions } from './queries.ts'

export const account = new Hono<AppEnv>()

account.get('/account', allow('signed-in'), (c) => accountPage(c, {}))

account.post('/account', allow('signed-in'), async (c) => {
  const form = await readForm(c, parseEmailForm)
  const email = typedText(form.typed, 'email')
  if (!form.ok) return accountPage(c, { email, errors: form.errors }, 422)
  try {
    await changeEmail(deskOf(c), c.var.viewer, form.input)
  } catch (error) {
    const { status, errors } = refusalOf(c, error)
    return accountPage(c, { email, errors }, status)
  }
  logEvent(c, 'account.email_changed')
  setNotice(c, 'email.changed')
  return c.redirect(paths.account(), 303)
})

account.get('/account/password', allow('first-password'), (c) =>
  passwordPage(c, { next: c.req.query('next') }),
)

account.post('/account/password', allow('first-password'), async (c) => {
  const form = await readForm(c, parsePasswordForm)
  const next = typedText(form.typed, 'next')
  if (!form.ok) return passwordPage(c, { next, errors: form.errors }, 422)
  const first = accountOf(c.var.viewer, 'first-password').has_one_time_password
  try {
    setSessionToken(c, c.var.config, await changePassword(deskOf(c), c.var.viewer, form.input))
  } catch (error) {
    const { status, errors } = refusalOf(c, error, first ? 'new_password' : 'current_password')
    return passwordPage(c, { next, errors }, status)
  }
  logEvent(c, 'account.password_changed')
  setNotice(c, first ? 'password.chosen' : 'password.changed')
  return c.redirect(first ? localPath(next, paths.home()) : paths.account(), 303)
})

account.get('/account/sessions', allow('signed-in'), (c) => sessionsPage(c, []))

account.post('/account/sessions', allow('signed-in'), async (c) => {
  const form = await readForm(c, parseSessionForm)
  if (!form.ok) return sessionsPage(c, form.errors, 422)
  await endOwnSession(c.var.em(), c.var.viewer, form.input)
  logEvent(c, 'account.sessions_ended', { session: form.input.session })
  setNotice(c, form.input.session === 'others' ? 'sessions.stopped' : 'session.stopped')
  return c.redirect(paths.accountSessions(), 303)
})

account.post('/account/deletions', allow('signed-in'), async (c) => {
  const form = await readForm(c, parseDeletionForm)
  if (!form.ok) return accountPage(c, { deletionErrors: atDeletion(form.errors) }, 422)
  try {
    await deleteAccount(deskOf(c), c.var.viewer, form.input.current_password)
  } catch (error) {
    const { status, errors } = refusalOf(c, error)
    return accountPage(c, { deletionErrors: atDeletion(errors) }, status)
  }
  logEvent(c, 'account.deleted')
  clearSessionToken(c, c.var.config)
  setNotice(c, 'account.deleted')
  return c.redirect(paths.home(), 303)
})

function deskOf(c: AppContext): Desk {
  const address = clientAddress(c, c.var.config.trustProxy)
  return { db: c.var.db, em: c.var.em(), address, userAgent: c.req.header('user-agent') ?? '' }
}

/** What a command refused, as messages and a status. @param field where it is said that somebody tried too often */
function refusalOf(
  c: AppContext,
  error: unknown,
  field = 'current_password',
): { status: number; errors: FieldError[] } {
  logEvent(c, 'account.refused', { path: c.req.path, why: error instanceof Error ? error.name : 'unknown' })
  if (error instanceof AccountRefusedError) return { status: 422, errors: [...error.refusals] }
  if (error instanceof LastAdministratorError) return { status: 409, errors: [{ message: error.message }] }
  if (error instanceof HTTPException && error.status === 429) {
    const { retryAfter } = error.cause as { retryAfter: number }
    c.header('retry-after', String(retryAfter))
    return { status: 429, errors: [{ field, message: tooManyTries(retryAfter) }] }
  }
  throw error
}

/** The page has two fields for the password: in the second form it has another id. */
function atDeletion(errors: FieldError[]): FieldError[] {
  return errors.map((error) =>
    error.field === 'current_password' ? { ...error, field: 'deletion-password' } : error,
  )
}

async function accountPage(
  c: AppContext,
  props: Omit<AccountPageProps, 'account' | 'role'>,
  status = 200,
): Promise<Response> {
  const { role } = accountOf(c.var.viewer)
  const found = await findOwnAccount(c.var.db, c.var.viewer)
  const body = <AccountPage account={found} role={role} {...props} />
  return page(c, 'Your account', body, { status, noIndex: true })
}

function passwordPage(
  c: AppContext,
  { next, errors }: Omit<PasswordPageProps, 'username' | 'first'>,
  status = 200,
): Response {
  const { username, has_one_time_password: first } = accountOf(c.var.viewer, 'first-password')
  const goal = first ? localPath(next, paths.home()) : paths.home()
  const body = (
    <PasswordPage
      username={username}
      first={first}
      next={goal === paths.home() ? undefined : goal}
      errors={errors}
    />
  )
  return page(c, first ? 'Choose your password' : 'Change the password', body, { status, noIndex: true })
}

async function sessionsPage(c: AppContext, errors: FieldError[], status = 200): Promise<Response> {
  const { session_id } = accountOf(c.var.viewer)
  const sessions = await listSessions(c.var.db, c.var.viewer)
  const body = <SessionsPage sessions={sessions} current={session_id} errors={errors} />
  return page(c, 'Where you are signed in', body, { status, noIndex: true })
}
