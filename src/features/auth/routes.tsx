/** Signing in, signing out, and making an account. */
import { Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import type { AppContext, AppEnv } from '../../http/context.ts'
import { cookieProblem, tryCookie } from '../../http/cookie-check.ts'
import { notFound } from '../../http/errors.tsx'
import { logEvent } from '../../http/events.ts'
import { readButton, readForm, typedText } from '../../http/form.ts'
import { setNotice } from '../../http/notice.ts'
import { page } from '../../http/respond.tsx'
import { paths } from '../../paths.ts'
import { clientAddress } from '../../security/request/address.ts'
import { allow } from '../../security/rights/allow.ts'
import { localPath } from '../../security/sessions/next.ts'
import {
  clearSessionToken,
  readSessionToken,
  setSessionToken,
} from '../../security/sessions/session-cookie.ts'
import { endSession, endSessionOf } from '../../security/sessions/session.ts'
import { AccountRefusedError, register, signIn, tooManyTries } from './commands.ts'
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

auth.post('/login', allow('public'), async (c) => {
  const form = await readForm(c, parseSignInForm, { longest: 5_000 })
  const typed = { username: typedText(form.typed, 'username'), next: typedText(form.typed, 'next') }
  if (!form.ok) return signInPage(c, { ...typed, errors: form.errors }, 422)
  const problem = cookieProblem(c, paths.login())
  if (problem !== undefined)
    return signInPage(c, { ...typed, errors: [{ field: 'username', message: problem }] }, 422)
  try {
    const { account, token, hasEnded } = await signIn(c.var.db, c.var.em(), form.input, callerOf(c))
    if (token === undefined) {
      logEvent(c, 'sign-in.refused', {
        user: account,
        why: hasEnded ? 'one-time password has ended' : 'wrong',
      })
      const error = hasEnded ? ended(c.var.config.oneTimePasswordDays) : wrong
      return signInPage(c, { ...typed, errors: [error] }, 422)
    }
    logEvent(c, 'sign-in', { user: account })
    setSessionToken(c, c.var.config, token)
    setNotice(c, 'session.begun')
    return c.redirect(localPath(form.input.next, paths.home()), 303)
  } catch (error) {
    const wait = waitAsked(error)
    if (wait === undefined) throw error
    logEvent(c, 'sign-in.refused', { why: 'too many tries' })
    c.header('retry-after', String(wait))
    return signInPage(c, { ...typed, errors: [{ field: 'username', message: tooManyTries(wait) }] }, 429)
  }
})

auth.post('/logout', allow('public'), async (c) => {
  await readButton(c)
  const isEnded = await endSessionHere(c)
  logEvent(c, 'sign-out', { isEnded })
  clearSessionToken(c, c.var.config)
  setNotice(c, isEnded ? 'session.ended' : 'session.left')
  return c.redirect(paths.home(), 303)
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
  if (!c.var.config.registrationOpen) throw notFound()
  if (c.var.viewer.user !== null) return c.redirect(paths.home(), 303)
  return registrationPage(c, {})
})

auth.post('/register', allow('public'), async (c) => {
  if (!c.var.config.registrationOpen) throw notFound()
  const form = await readForm(c, parseRegistrationForm, { longest: 5_000 })
  const typed = { username: typedText(form.typed, 'username'), email: typedText(form.typed, 'email') }
  if (!form.ok) return registrationPage(c, { ...typed, errors: form.errors }, 422)
  const problem = cookieProblem(c, paths.register())
  if (problem !== undefined)
    return registrationPage(c, { ...typed, errors: [{ field: 'username', message: problem }] }, 422)
  try {
    const token = await register(c.var.db, c.var.em(), form.input, callerOf(c), form.formKey)
    // Sent twice: the cookie came with the first answer, which the browser may have left unread.
    if (token === undefined) return c.redirect(c.var.viewer.user ? paths.home() : paths.login(), 303)
    logEvent(c, 'account.registered', { username: form.input.username })
    setSessionToken(c, c.var.config, token)
    setNotice(c, 'account.added')
    return c.redirect(paths.home(), 303)
  } catch (error) {
    if (!(error instanceof AccountRefusedError)) throw error
    return registrationPage(c, { ...typed, errors: error.refusals }, 422)
  }
})

/** One message for an unknown name, a wrong password and a closed account: it tells a stranger nothing. */
const wrong = {
  field: 'username',
  message: 'That name and password do not open an account. Check both, and whether caps lock is on.',
}

/** Only whoever knew the password reads this. */
const ended = (days: number) => ({
  field: 'username',
  message: `This one-time password has ended: it works once, within ${days} ${days === 1 ? 'day' : 'days'}. Ask for a new one.`,
})

/** The seconds to wait where somebody tried too often. */
function waitAsked(error: unknown): number | undefined {
  return error instanceof HTTPException && error.status === 429
    ? (error.cause as { retryAfter: number }).retryAfter
    : undefined
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
