/** A line to type into. */
import { classNames } from './classes.ts'
import { Field, wiring, type FieldProps } from './field.tsx'

export interface TextFieldProps extends FieldProps {
  readonly type?: 'text' | 'email' | 'password' | 'number' | 'search' | 'url' | 'date' | undefined
  readonly value?: string | number | undefined
  readonly maxLength?: number | undefined
  /** For password managers and telephones: "username", "current-password", "new-password", "email", ... */
  readonly autocomplete?: string | undefined
  readonly inputMode?: 'text' | 'numeric' | 'decimal' | 'email' | 'search' | undefined
  readonly placeholder?: string | undefined
  /** As wide as what is meant to be typed. Default `full`. */
  readonly width?: 'short' | 'medium' | 'full' | undefined
  /** Set in mono, for identifiers and numbers. */
  readonly code?: boolean | undefined
  readonly more?: Record<string, unknown> | undefined
}

export function TextField(props: TextFieldProps) {
  const { type = 'text', value, maxLength, autocomplete, inputMode, placeholder, width, code, more } = props
  // Collected first: the types of <input> are one per kind, and this kind is chosen at run time.
  const attributes: Record<string, unknown> = {
    ...wiring(props),
    class: classNames('input', width && width !== 'full' && `input-${width}`, code && 'input-code'),
    type,
    value,
    maxLength,
    autocomplete,
    inputMode,
    placeholder,
    dir: type === 'text' || type === 'search' ? 'auto' : undefined,
    ...more,
  }
  return (
    <Field field={props}>
      <input {...attributes} />
    </Field>
  )
}
