/** What every field of a form has around it: its label, a hint, and the message that says what to fix. */
import type { ComponentChildren } from 'preact'
import { classNames } from './classes.ts'
import { Icon } from './icon.tsx'

export interface FieldProps {
  /** The field's name in the form, and its id unless `id` says otherwise. */
  readonly name: string
  readonly id?: string | undefined
  readonly label: string
  readonly hint?: ComponentChildren
  /** What is wrong with what was typed, and how to fix it. */
  readonly error?: string | undefined
  /** The id of more words that belong to it, elsewhere on the page. */
  readonly describedBy?: string | undefined
  readonly required?: boolean | undefined
  /** Leaves out the word "optional": in a search nothing has to be filled in. */
  readonly unmarked?: boolean | undefined
  readonly disabled?: boolean | undefined
}

/** The attributes that tie a control to its label, hint and error. */
export interface Wiring {
  readonly id: string
  readonly name: string
  readonly required: boolean | undefined
  readonly disabled: boolean | undefined
  readonly 'aria-invalid': 'true' | undefined
  readonly 'aria-describedby': string | undefined
}

/** Makes those attributes. The hint comes before the error, as it does on the page. */
export function wiring({
  name,
  id = name,
  hint,
  error,
  describedBy,
  required,
  disabled,
}: FieldProps): Wiring {
  const described = classNames(
    describedBy,
    hint ? `${id}-hint` : undefined,
    error ? `${id}-error` : undefined,
  )
  return {
    id,
    name,
    required,
    disabled,
    'aria-invalid': error ? 'true' : undefined,
    'aria-describedby': described || undefined,
  }
}

/** Sets the label, hint and error around a control. */
export function Field({
  field,
  children,
}: {
  readonly field: FieldProps
  readonly children: ComponentChildren
}) {
  const { name, id = name, label, hint, error, required, unmarked } = field
  return (
    <div class={classNames('field', error !== undefined && error !== '' && 'has-error')}>
      <label class="field-label" for={id}>
        {label}
        {!required && !unmarked && <span class="field-optional"> optional</span>}
      </label>
      <FieldNotes id={id} hint={hint} error={error} />
      {children}
    </div>
  )
}

interface NotesProps {
  readonly id: string
  readonly hint: ComponentChildren
  readonly error: string | undefined
}

export function FieldNotes({ id, hint, error }: NotesProps) {
  return (
    <>
      {hint && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {error && (
        <p class="field-error" id={`${id}-error`}>
          <Icon name="error" size={16} />
          <span>{error}</span>
        </p>
      )}
    </>
  )
}
