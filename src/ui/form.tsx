/** A form, and what stands at its head when it comes back refused. */
import type { ComponentChildren } from 'preact'
import { notBoosted } from './boost.ts'
import { FormKeyInput } from './form-key.tsx'
import { Icon } from './icon.tsx'
import { safeHref } from './safe-href.ts'

export interface FormProps {
  readonly action: string
  readonly method?: 'get' | 'post' | undefined
  readonly children: ComponentChildren
  /** The buttons, at the foot. */
  readonly actions?: ComponentChildren
  /** Messages by the id of the field they belong to. The browser's own checks are off, so that all of them come at once. */
  readonly errors?: readonly FieldError[] | undefined
  /** False for a form whose work may be done twice, such as signing in: it gets no key (see `FormKeyInput`). */
  readonly once?: boolean | undefined
  readonly multipart?: boolean | undefined
  readonly more?: Record<string, unknown> | undefined
}

export interface FieldError {
  /** The id of the field; without it the message concerns the whole form. */
  readonly field?: string | undefined
  readonly message: string
  /** What the message speaks of, such as the item that has the identifier already. */
  readonly see?: { readonly href: string; readonly label: string } | undefined
}

export function Form({
  action,
  method = 'post',
  children,
  actions,
  errors = [],
  once = true,
  multipart,
  more,
}: FormProps) {
  return (
    <form
      class="form"
      action={safeHref(action)}
      method={method}
      enctype={multipart ? 'multipart/form-data' : undefined}
      novalidate
      {...(method === 'post' && notBoosted)}
      {...more}
    >
      {method === 'post' && once && <FormKeyInput />}
      <ErrorSummary errors={errors} />
      {children}
      {actions && <div class="form-actions">{actions}</div>}
    </form>
  )
}

export interface ErrorSummaryProps {
  readonly errors: readonly FieldError[]
  readonly id?: string | undefined
  /** False where it is only shown, as in the style sheet. */
  readonly focus?: boolean | undefined
}

/** Every message of a refused form in one place, each a link to its field. It takes the focus, so that it is read first, and once. */
export function ErrorSummary({ errors, id = 'error-summary', focus = true }: ErrorSummaryProps) {
  if (errors.length === 0) return null
  const title = errors.length === 1 ? 'Fix 1 problem' : `Fix ${errors.length} problems`
  return (
    <div
      class="error-summary"
      role="group"
      tabIndex={-1}
      autofocus={focus}
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-list`}
    >
      <h2 id={`${id}-title`}>
        <Icon name="error" /> {title}
      </h2>
      <ul id={`${id}-list`}>
        {errors.map(({ field, message, see }) => (
          <li>
            {field === undefined ? message : <a href={`#${encodeURIComponent(field)}`}>{message}</a>}
            {see && <SeeLink {...see} />}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** The thing that a message speaks of. It opens beside the form, so that what was typed stays. */
function SeeLink({ href, label }: { readonly href: string; readonly label: string }) {
  return (
    <>
      {' See '}
      <a class="see-link" href={safeHref(href)} target="_blank" dir="auto">
        {label}
      </a>
      .
    </>
  )
}
