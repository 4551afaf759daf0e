/** Signing in, signing out, and making an account. */
import { Hono } from 'hono'
import type { AppContext, AppEnv } from '../../http/context.ts'
import { cookieErrors, tryCookie } from '../../http/cookie-check.ts'
import { notFound } from '../../http/errors.tsx'
import { logEvent } from '../../http/events.ts'
import { answerForm, readButton, typedTexts } from '../../http/form.ts'
import { seeOther } from '../../http/notice.ts'
import { page } from '../../http/respond.tsx'
import { paths } from '../../paths.ts'
import type { Refusal } from '../../rules/refusal.ts'
import { clientAddress } from '../../security/request/address.ts'
import { allow } from '../../security/rights/allow.ts'
import { localPath } from '../../security/sessions/next.ts'
import {
  clearSessionToken,
  readSessionToken,
  setSessionToken,
} from '../../security/sessions/session-cookie.ts'
import { endSession, endSessionOf } from '../../security/sessions/session.ts'
import { register, signIn } from './commands.ts'
import type { Caller } from './commands.ts'
import { parseRegistrationForm, parseSignInForm } from './forms.ts'
import { RegistrationPage, SignInPage } from './pages.tsx'
import type { RegistrationProps, SignInProps } from './pages.tsx'

export const auth = new Hono<AppEnv>()

auth.get('/login', allow('public'), (c) => {
  const next = c.req.query('next')
  if (c.var.viewer.user !== null) return c.redirect(localPath(next, paths.home()), 303)
  return signInPage(c, { next })
})

auth.post('/login', allow('public'), (c) =>
  answerForm(c, {
    parse: parseSignInForm,
    longest: 5_000,
    check: () => cookieErrors(c, paths.login()),
    work: ({ input }) => signIn(c.var.db, c.var.em(), input, callerOf(c)),
    refused: ({ code, details }) => logEvent(c, 'sign-in.refused', { ...details, why: code }),
    again: ({ status, errors, typed }) =>
      signInPage(c, { ...typedTexts(typed, { username: '', next: '' }), errors }, status),
    done: ({ account, token }, { input }) => {
      logEvent(c, 'sign-in', { user: account })
      setSessionToken(c, c.var.config, token)
      return seeOther(c, localPath(input.next, paths.home()), 'session.begun')
    },
  }),
)

auth.post('/logout', allow('public'), async (c) => {
  await readButton(c)
  const isEnded = await endSessionHere(c)
  logEvent(c, 'sign-out', { isEnded })
  clearSessionToken(c, c.var.config)
  return seeOther(c, paths.home(), isEnded ? 'session.ended' : 'session.left')
})

/** Ends the session in use. Signing out works whatever becomes of it: without its cookie this browser is signed out. */
async function endSessionHere(c: AppContext): Promise<boolean> {
  const token = readSessionToken(c, c.var.config)
  const { user } = c.var.viewer
  try {
    // By its number: after a change of role the token has just been renewed, and the cookie holds the one before.
    if (user) await endSession(c.var.em(), user.id, user.session_id)
    else if (token !== undefined) await endSessionOf(c.var.em(), token)
    return true
  } catch (error) {
    c.var.log.error({ err: error }, 'a session could not be ended')
    return false
  }
}

auth.get('/register', allow('public'), (c) => {
  mustBeOpen(c)
  if (c.var.viewer.user !== null) return c.redirect(paths.home(), 303)
  return registrationPage(c, {})
})

auth.post('/register', allow('public'), (c) => {
  mustBeOpen(c)
  return answerForm(c, {
    parse: parseRegistrationForm,
    longest: 5_000,
    check: () => cookieErrors(c, paths.register()),
    work: ({ input, formKey }) => register(c.var.db, c.var.em(), input, callerOf(c), formKey),
    refused: (refusal) => logFlood(c, refusal),
    again: ({ status, errors, typed }) =>
      registrationPage(c, { ...typedTexts(typed, { username: '', email: '' }), errors }, status),
    done: (made) => welcome(c, made),
  })
})

/** @throws 404 where nobody may register */
function mustBeOpen(c: AppContext): void {
  if (!c.var.config.registrationOpen) throw notFound()
}

function welcome(c: AppContext, made: { account: number; token: string } | undefined): Response {
  // Sent twice: the cookie came with the first answer, which the browser may have left unread.
  if (made === undefined) return c.redirect(c.var.viewer.user ? paths.home() : paths.login(), 303)
  logEvent(c, 'account.registered', { user: made.account })
  setSessionToken(c, c.var.config, made.token)
  return seeOther(c, paths.home(), 'account.added')
}

function logFlood(c: AppContext, { status }: Refusal): void {
  if (status === 429) logEvent(c, 'refused', { status, method: c.req.method, path: c.req.path })
}

function callerOf(c: AppContext): Caller {
  const { config, viewer } = c.var
  return {
    address: clientAddress(c, config.trustProxy),
    userAgent: c.req.header('user-agent') ?? '',
    oneTimePasswordDays: config.oneTimePasswordDays,
    signal: c.req.raw.signal,
    viewer,
  }
}

function signInPage(c: AppContext, props: Omit<SignInProps, 'registration'>, status = 200): Response {
  const next = localPath(props.next, paths.home())
  const registration = c.var.config.registrationOpen
  const body = (
    <SignInPage {...props} next={next === paths.home() ? undefined : next} registration={registration} />
  )
  tryCookie(c)
  return page(c, 'Sign in', body, { status, noIndex: true })
}

function registrationPage(c: AppContext, props: RegistrationProps, status = 200): Response {
  tryCookie(c)
  return page(c, 'Register', <RegistrationPage {...props} />, { status, noIndex: true })
}
