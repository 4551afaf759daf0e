/** The page with the form of a creator, a category or a type: its head, its buttons, and the fields it is given. */
import type { ComponentChildren } from 'preact'
import { capital } from '../rules/words.ts'
import type { Noun } from '../rules/words.ts'
import { Button, LinkButton } from './button.tsx'
import { Form } from './form.tsx'
import type { FieldError } from './form.tsx'
import { PageHeader } from './page-header.tsx'

export interface NameFormProps {
  readonly word: Noun
  /** The one that is edited; none for a new one. */
  readonly stored?: { readonly name: string; readonly href: string } | undefined
  /** The list of all of them. */
  readonly indexPath: string
  readonly errors: readonly FieldError[]
  readonly children: ComponentChildren
}

export function NameForm({ word, stored, indexPath, errors, children }: NameFormProps) {
  const index = { label: capital(word.many), href: indexPath }
  const back = stored?.href ?? indexPath
  return (
    <>
      <PageHeader
        title={nameFormTitle(word, stored !== undefined)}
        breadcrumbs={stored ? [index, { label: stored.name, href: stored.href }] : [index]}
      />
      <Form
        action={stored?.href ?? indexPath}
        errors={errors}
        actions={
          <>
            <Button look="primary">{stored ? 'Save' : `Add the ${word.one}`}</Button>
            <LinkButton href={back} look="quiet">
              Cancel
            </LinkButton>
          </>
        }
      >
        {children}
      </Form>
    </>
  )
}

export function nameFormTitle(word: Noun, isStored: boolean): string {
  return isStored ? `Edit the ${word.one}` : `Add ${word.a}`
}
