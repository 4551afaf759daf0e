/** The button that leads to the form for a new item. */
import { domain } from '../../../domain.ts'
import { paths } from '../../../paths.ts'
import { LinkButton } from '../../../ui/button.tsx'

export function AddItem() {
  return (
    <LinkButton href={paths.newItem()} icon="plus">
      {`Add ${domain.item.a}`}
    </LinkButton>
  )
}
