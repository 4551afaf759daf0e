/** Keeps what the list is narrowed by, under a name. */
import { paths } from '../../../../paths.ts'
import { limits } from '../../../../rules/limits.ts'
import { notBoosted } from '../../../../ui/boost.ts'
import { Button } from '../../../../ui/button.tsx'
import { FormKeyInput } from '../../../../ui/form-key.tsx'
import { Icon } from '../../../../ui/icon.tsx'
import { TextField } from '../../../../ui/text-field.tsx'
import { isNarrowed } from '../forms/filter.ts'
import { chosenChips } from './chosen.tsx'
import type { ChosenProps } from './chosen.tsx'
import { start } from './tools.tsx'

/** A name that is proposed is short enough to be read in a list. */
const longestProposal = 80

export function SaveSearch(chosen: ChosenProps) {
  const { filter, href } = chosen
  if (!isNarrowed(filter)) return null
  const [, address = ''] = href(start).split('?')
  if (address.length > limits.savedAddress) return null
  return (
    <details class="save-search">
      <summary class="button button-quiet button-small">
        <Icon name="plus" />
        Save this search
      </summary>
      <form class="save-search-form" method="post" action={paths.searches()} {...notBoosted}>
        <FormKeyInput />
        <input type="hidden" name="address" value={address} />
        <TextField
          id="search-name"
          name="name"
          label="Name"
          value={proposedName(chosen)}
          maxLength={limits.name}
          autocomplete="off"
          required
        />
        <Button look="primary">Save</Button>
      </form>
    </details>
  )
}

function proposedName(chosen: ChosenProps): string {
  const name = chosenChips(chosen)
    .map(({ children }) => children)
    .join(', ')
  return [...name].length > longestProposal ? `${[...name].slice(0, longestProposal - 1).join('')}…` : name
}
