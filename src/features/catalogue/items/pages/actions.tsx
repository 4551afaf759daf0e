/** What a viewer who may can do with the list and with an item: add, edit, delete. */
import { domain, itemReferences } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { LinkButton } from '../../../../ui/button.tsx'
import { DeleteButton } from '../../../../ui/delete-button.tsx'
import type { FieldError } from '../../../../ui/form.tsx'
import { Refused } from '../../../../ui/refused.tsx'
import type { ItemRights } from '../queries.ts'

export function AddItem() {
  return (
    <LinkButton href={paths.newItem()} icon="plus">
      {`Add ${domain.item.a}`}
    </LinkButton>
  )
}

/** The entries of lookups that an item has, in words. */
const whatStays = new Intl.ListFormat('en').format(
  itemReferences.filter(([, { many }]) => many).map(([, { label }]) => label.toLowerCase()),
)

export function ItemActions({ id, title, rights }: { id: number; title: string; rights: ItemRights }) {
  return (
    <>
      {rights.update && (
        <LinkButton href={paths.editItem(id)} icon="edit">
          Edit
        </LinkButton>
      )}
      {rights.delete && (
        <DeleteButton action={paths.deleteItem(id)} question={`Delete this ${domain.item.one}?`}>
          <p>
            <bdi>{title}</bdi>
            {` will be deleted from the catalogue. This cannot be undone. Its ${whatStays} stay.`}
          </p>
        </DeleteButton>
      )}
    </>
  )
}

export const itemNotDeleted = 'Nothing was deleted'

export function NothingDeleted({ id, errors }: { id: number; errors: readonly FieldError[] }) {
  return (
    <Refused
      title={itemNotDeleted}
      errors={errors}
      back={{ href: paths.item(id), label: `Back to the ${domain.item.one}` }}
    />
  )
}
