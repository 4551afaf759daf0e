/** Fields that several forms of an account have. */
import type { FieldError } from '../../../ui/form.tsx'
import { paths } from '../../../paths.ts'
import { PasswordField } from '../../../ui/password-field.tsx'

/** The way back, at the head of each page below the account's own. */
export const crumbs = [{ label: 'Your account', href: paths.account() }]

interface CurrentPasswordProps {
  id: string
  /** What it is asked for, where a page asks twice. */
  label?: string
  errors: readonly FieldError[]
  /** The id of what happens with it. */
  describedBy?: string
}

export function CurrentPassword({
  id,
  label = 'Current password',
  errors,
  describedBy,
}: CurrentPasswordProps) {
  return (
    <PasswordField
      name="current_password"
      id={id}
      label={label}
      describedBy={describedBy}
      error={messageAt(errors, id) ?? messageAt(errors, 'current_password')}
      refused={errors.length > 0}
      autocomplete="current-password"
    />
  )
}

/** Password managers want to know whose password changes. Without a name the field is not sent. */
export function NameForPasswordManagers({ username }: { username: string }) {
  return (
    <input
      type="text"
      class="visually-hidden"
      autocomplete="username"
      value={username}
      readonly
      tabIndex={-1}
      aria-hidden="true"
    />
  )
}

export function messageAt(errors: readonly FieldError[], field: string): string | undefined {
  return errors.find((error) => error.field === field)?.message
}
