/** What somebody may send to sign in, or to make an account. */
import { z } from 'zod'
import { usernameField } from '../../rules/checks.ts'
import { limits } from '../../rules/limits.ts'

const who = 'Type your username or e-mail address.'
const tooLongPassword = `A password has at most ${limits.password} characters.`
const noPassword = 'Type your password.'

const signInForm = z.strictObject({
  /** A username or an e-mail address. */
  username: z
    .string(who)
    .trim()
    .min(1, { error: who, abort: true })
    .max(limits.email, `A username or e-mail address has at most ${limits.email} characters.`),
  password: z
    .string(noPassword)
    .min(1, { error: noPassword, abort: true })
    .max(limits.password, tooLongPassword),
  /** Where to go afterwards; what is not a page of ours becomes the front page. */
  next: z.string().max(2000).optional().catch(undefined),
})

export type SignInInput = z.infer<typeof signInForm>

export const parseSignInForm = (body: unknown) => signInForm.safeParse(body)

const noUsername = 'Choose a username.'
const noEmail = 'Type your e-mail address.'
const wrongEmail = 'Type an e-mail address such as name@example.org.'

const registrationForm = z.strictObject({
  username: usernameField(noUsername),
  email: z
    .string(noEmail)
    .trim()
    .min(1, { error: noEmail, abort: true })
    .max(limits.email, `An e-mail address has at most ${limits.email} characters.`)
    .regex(/^[^\s@]+@[^\s@]+$/u, wrongEmail),
  password: z
    .string('Choose a password.')
    .min(limits.shortestPassword, `Choose a password of at least ${limits.shortestPassword} characters.`)
    .max(limits.password, tooLongPassword),
})

export type RegistrationInput = z.infer<typeof registrationForm>

export const parseRegistrationForm = (body: unknown) => registrationForm.safeParse(body)
