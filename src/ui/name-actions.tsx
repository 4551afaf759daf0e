/** What can be done with the creators, categories or types, and with one of them, by those who may. */
import { counted } from '../rules/words.ts'
import { domain } from '../domain.ts'
import type { Noun } from '../rules/words.ts'
import { LinkButton } from './button.tsx'
import { DeleteButton } from './delete-button.tsx'
import type { FieldError } from './form.tsx'
import { Refused } from './refused.tsx'

export function AddName({ word, href }: { readonly word: Noun; readonly href: string }) {
  return (
    <LinkButton href={href} icon="plus">
      {`Add ${word.a}`}
    </LinkButton>
  )
}

export interface NameActionsProps {
  readonly word: Noun
  readonly editHref: string
  readonly deleteHref: string
  /** How many items have it: one in use is not deleted. */
  readonly count: number
}

export function NameActions({ word, editHref, deleteHref, count }: NameActionsProps) {
  return (
    <>
      <LinkButton href={editHref} icon="edit">
        Edit
      </LinkButton>
      <DeleteButton action={deleteHref} question={`Delete this ${word.one}?`} blocked={count > 0}>
        <p>
          {count === 0
            ? `No ${domain.item.one} has it. It cannot be brought back.`
            : `${counted(count, domain.item)} ${count === 1 ? 'has' : 'have'} this ${word.one}. It can be deleted when none has it any more.`}
        </p>
      </DeleteButton>
    </>
  )
}

export const nothingDeleted = 'Nothing was deleted'

export function NotDeleted({
  word,
  href,
  errors,
}: {
  readonly word: Noun
  readonly href: string
  readonly errors: readonly FieldError[]
}) {
  return <Refused title={nothingDeleted} errors={errors} back={{ href, label: `Back to the ${word.one}` }} />
}
