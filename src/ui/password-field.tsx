/** A line for a password. A form that comes back never brings it along, and says so. */
import { TextField } from './text-field.tsx'
import type { TextFieldProps } from './text-field.tsx'

export interface PasswordFieldProps extends Omit<TextFieldProps, 'type' | 'value' | 'autocomplete'> {
  /** Whether its owner has it already, or chooses it here: password managers ask. */
  readonly autocomplete: 'current-password' | 'new-password'
  /** Whether the form was refused: then what was typed here is gone, whatever else was wrong. */
  readonly refused: boolean
}

export function PasswordField({ refused, hint, ...field }: PasswordFieldProps) {
  const again = refused && field.error === undefined && 'Type it again: a password is never sent back. '
  const words = again ? [again, hint] : hint
  return <TextField {...field} type="password" hint={words} required />
}
