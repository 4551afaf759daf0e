/** A page that says why something was not done, for what has no form to come back to. */
import { LinkButton } from './button.tsx'
import type { FieldError } from './form.tsx'
import { Message } from './message.tsx'
import { PageHeader } from './page-header.tsx'

export interface RefusedProps {
  /** "Nothing was deleted" */
  readonly title: string
  readonly errors: readonly FieldError[]
  /** Where to go on. */
  readonly back: { readonly href: string; readonly label: string }
}

export function Refused({ title, errors, back }: RefusedProps) {
  return (
    <div class="narrow stack">
      <PageHeader title={title} />
      <Message kind="error" title="Why">
        {errors.map(({ message, see }) => (
          <p>
            {message} {see && <a href={see.href}>{see.label}</a>}
          </p>
        ))}
      </Message>
      <p>
        <LinkButton href={back.href} icon="arrow-start">
          {back.label}
        </LinkButton>
      </p>
    </div>
  )
}
