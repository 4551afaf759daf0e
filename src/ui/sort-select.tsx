/** The order of a list, chosen from a few; a button sends it where there is no JavaScript. */
import type { Option } from './select-field.tsx'

export interface SortSelectProps {
  /** The page it belongs to. */
  readonly action: string
  readonly options: readonly Option[]
  readonly value: string
  /** The rest of the page's state, kept as hidden fields: everything in the address but the order and the page. */
  readonly keep?: readonly (readonly [name: string, value: string | number])[] | undefined
  readonly name?: string | undefined
  /** From `swapRegion`, to exchange the list alone. */
  readonly attributes?: Record<string, string> | undefined
}

export function SortSelect({
  action,
  options,
  value,
  keep = [],
  name = 'sort',
  attributes,
}: SortSelectProps) {
  return (
    <auto-submit>
      <form class="sort" action={action} method="get" {...attributes}>
        {keep.map(([key, kept]) => (
          <input type="hidden" name={key} value={kept} />
        ))}
        <label for={`${name}-select`}>Order</label>
        <select class="input select select-small" id={`${name}-select`} name={name}>
          {options.map((option) => (
            <option value={option.value} selected={String(option.value) === value}>
              {option.label}
            </option>
          ))}
        </select>
        <button class="button button-plain button-small auto-submit-button" type="submit">
          Sort
        </button>
      </form>
    </auto-submit>
  )
}
