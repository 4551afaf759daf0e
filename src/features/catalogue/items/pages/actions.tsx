/** What a viewer who may can do with an item: edit and delete it. */
import { itemReferences } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import { paths } from '../../../../paths.ts'
import { LinkButton } from '../../../../ui/button.tsx'
import { DeleteButton } from '../../../../ui/delete-button.tsx'
import type { FieldError } from '../../../../ui/form.tsx'
import { Refused } from '../../../../ui/refused.tsx'
import type { WithReferences } from '../../parts/references.tsx'
import type { ItemRights } from '../queries.ts'

interface ItemActionsProps {
  item: WithReferences & { id: number; title: string }
  rights: ItemRights
}

export function ItemActions({ item, rights }: ItemActionsProps) {
  return (
    <>
      {rights.update && (
        <LinkButton href={paths.editItem(item.id)} icon="edit">
          Edit
        </LinkButton>
      )}
      {rights.delete && (
        <DeleteButton action={paths.deleteItem(item.id)} question={`Delete this ${domain.item.one}?`}>
          <p>
            <bdi>{item.title}</bdi>
            {` will be deleted from the catalogue. This cannot be undone.${whatStays(item)}`}
          </p>
        </DeleteButton>
      )}
    </>
  )
}

/** The lists that the item has for its reader: what is in them is not deleted with it. */
function whatStays(item: WithReferences): string {
  const lists = itemReferences.filter(([name, { many }]) => many && name in item)
  const labels = lists.map(([, { label }]) => label.toLowerCase())
  return labels.length === 0 ? '' : ` Its ${new Intl.ListFormat('en').format(labels)} stay.`
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
