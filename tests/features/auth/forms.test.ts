/** What a username may be is said the same wherever one is given. */
import { expect, it } from 'vitest'
import { parseNewUserForm } from '../../../src/features/admin/users/forms.ts'
import { parseRegistrationForm } from '../../../src/features/auth/forms.ts'

const messagesOf = (form: { error?: { issues: { message: string }[] } | undefined }) =>
  form.error?.issues.map(({ message }) => message)

it.each([
  [
    'who registers',
    () => parseRegistrationForm({ username: 'ada@home', email: 'a@b.org', password: 'x'.repeat(20) }),
  ],
  ['staff', () => parseNewUserForm({ username: 'ada@home', email: '', role_id: '1' })],
])('a username with an @ is told that this is what is wrong: %s', (_who, form) => {
  expect(messagesOf(form())).toEqual([expect.stringContaining('holds no @')])
})
