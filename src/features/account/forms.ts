/** What somebody may send to change their own account. The password in use is asked for wherever a stranger at the desk could do harm. */
import { z } from 'zod'
import { limits } from '../../rules/limits.ts'

const typeIt = 'Type the password you have now.'
const tooLong = `A password has at most ${limits.password} characters.`
const wrongEmail = 'Type an e-mail address such as name@example.org.'

const current_password = z.string(typeIt).min(1, { error: typeIt, abort: true }).max(limits.password, tooLong)

const emailForm = z.strictObject({
  email: z
    .string('Type your e-mail address.')
    .trim()
    .min(1, { error: 'Type your e-mail address.', abort: true })
    .max(limits.email, `An e-mail address has at most ${limits.email} characters.`)
    .regex(/^[^\s@]+@[^\s@]+$/u, wrongEmail),
  current_password,
})

export type EmailInput = z.infer<typeof emailForm>
export const parseEmailForm = (body: unknown) => emailForm.safeParse(body)

const passwordForm = z.strictObject({
  /** Not asked for while it is a one-time password: it was typed a moment ago. */
  current_password: z.string().max(limits.password, tooLong).default(''),
  /** Whether it is long enough, and hard to guess, is said together with what is wrong with the other one. */
  new_password: z.string('Choose a password.').max(limits.password, tooLong),
  /** Where to go after the first password of one's own; what is not a page of ours becomes the front page. */
  next: z.string().optional().catch(undefined),
})

export type PasswordInput = z.infer<typeof passwordForm>
export const parsePasswordForm = (body: unknown) => passwordForm.safeParse(body)

/** Which session to end: one by its number, or all but this one. */
const sessionForm = z.strictObject({
  session: z.union(
    [z.literal('others'), z.coerce.number().int().positive().max(limits.id)],
    'Choose the session to end.',
  ),
})

export type SessionInput = z.infer<typeof sessionForm>
export const parseSessionForm = (body: unknown) => sessionForm.safeParse(body)

const deletionForm = z.strictObject({ current_password })

export type DeletionInput = z.infer<typeof deletionForm>
export const parseAccountDeletionForm = (body: unknown) => deletionForm.safeParse(body)
