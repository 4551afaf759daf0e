/** One's own account: what is known, the password, the sessions, and the way out. */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../http/context.ts'
import { logEvent } from '../../http/events.ts'
import { answerForm, typedText } from '../../http/form.ts'
import type { FieldError } from '../../http/form.ts'
import { seeOther } from '../../http/notice.ts'
import { page } from '../../http/respond.tsx'
import { paths } from '../../paths.ts'
import type { Refusal } from '../../rules/refusal.ts'
import { clientAddress } from '../../security/request/address.ts'
import { allow } from '../../security/rights/allow.ts'
import { localPath } from '../../security/sessions/next.ts'
import { clearSessionToken, setSessionToken } from '../../security/sessions/session-cookie.ts'
import { listSections } from '../resources/queries.ts'
import { changeEmail, changePassword, deleteAccount, endOwnSession } from './commands.ts'
import type { CommandContext } from './commands.ts'
import { parseAccountDeletionForm, parseEmailForm, parsePasswordForm, parseSessionForm } from './forms.ts'
import { AccountPage, PasswordPage, SessionsPage } from './pages.tsx'
import type { AccountPageProps, PasswordPageProps } from './pages.tsx'
import { accountOf, findOwnAccount, listSessions } from './queries.ts'

export const account = new Hono<AppEnv>()

account.get('/account', allow('signed-in'), (c) => accountPage(c, {}))

account.post('/account', allow('signed-in'), (c) =>
  answerForm(c, {
    parse: parseEmailForm,
    work: ({ input }) => changeEmail(contextOf(c), c.var.viewer, input),
    refused: (refusal) => logRefusal(c, refusal),
    again: ({ status, errors, typed }) =>
      accountPage(c, { email: typedText(typed, 'email'), errors }, status),
    done: () => {
      logEvent(c, 'account.email_changed')
      return seeOther(c, paths.account(), 'email.changed')
    },
  }),
)

account.get('/account/password', allow('first-password'), (c) =>
  passwordPage(c, { next: c.req.query('next') }),
)

account.post('/account/password', allow('first-password'), (c) =>
  answerForm(c, {
    parse: parsePasswordForm,
    work: ({ input }) => changePassword(contextOf(c), c.var.viewer, input),
    refused: (refusal) => logRefusal(c, refusal),
    again: ({ status, errors, typed }) => passwordPage(c, { next: typedText(typed, 'next'), errors }, status),
    done: (token, { input }) => {
      setSessionToken(c, c.var.config, token)
      logEvent(c, 'account.password_changed')
      if (hasOneTimePassword(c)) return seeOther(c, localPath(input.next, paths.home()), 'password.chosen')
      return seeOther(c, paths.account(), 'password.changed')
    },
  }),
)

account.get('/account/sessions', allow('signed-in'), (c) => sessionsPage(c, []))

account.post('/account/sessions', allow('signed-in'), (c) =>
  answerForm(c, {
    parse: parseSessionForm,
    work: ({ input }) => endOwnSession(c.var.em(), c.var.viewer, input),
    again: ({ status, errors }) => sessionsPage(c, errors, status),
    done: (_, { input: { session } }) => {
      logEvent(c, 'account.sessions_ended', { session })
      const notice = session === 'others' ? 'sessions.stopped' : 'session.stopped'
      return seeOther(c, paths.accountSessions(), notice)
    },
  }),
)

account.post('/account/deletions', allow('signed-in'), (c) =>
  answerForm(c, {
    parse: parseAccountDeletionForm,
    work: ({ input }) => deleteAccount(contextOf(c), c.var.viewer, input.current_password),
    refused: (refusal) => logRefusal(c, refusal),
    again: ({ status, errors }) => accountPage(c, { deletionErrors: atDeletion(errors) }, status),
    done: () => {
      logEvent(c, 'account.deleted')
      clearSessionToken(c, c.var.config)
      return seeOther(c, paths.home(), 'account.deleted')
    },
  }),
)

function contextOf(c: AppContext): CommandContext {
  const address = clientAddress(c, c.var.config.trustProxy)
  return { db: c.var.db, em: c.var.em(), address, userAgent: c.req.header('user-agent') ?? '' }
}

function hasOneTimePassword(c: AppContext): boolean {
  return accountOf(c.var.viewer, 'first-password').has_one_time_password
}

function logRefusal(c: AppContext, { code }: Refusal): void {
  logEvent(c, 'account.refused', { path: c.req.path, why: code })
}

/** The page has two fields for the password: in the second form it has another id. */
function atDeletion(errors: FieldError[]): FieldError[] {
  return errors.map((error) =>
    error.field === 'current_password' ? { ...error, field: 'deletion-password' } : error,
  )
}

async function accountPage(
  c: AppContext,
  props: Omit<AccountPageProps, 'account' | 'role' | 'sections'>,
  status = 200,
): Promise<Response> {
  const { id, role } = accountOf(c.var.viewer)
  const found = await findOwnAccount(c.var.db, c.var.viewer)
  const sections = await listSections(c.var.db, 'person', id, c.var.viewer)
  const body = <AccountPage account={found} role={role} sections={sections} {...props} />
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
