/** The number of an item. Where scripts run, its title can be typed as well, and the item is chosen from what is suggested. */
import { paths } from '../paths.ts'
import { Field, wiring } from './field.tsx'
import type { FieldProps } from './field.tsx'

export function ItemField(props: FieldProps & { readonly value: string }) {
  return (
    <Field field={props}>
      <search-suggestions
        class="item-field"
        data-from={paths.suggestions()}
        data-hint="Type its title and choose it, or type its number"
      >
        <input
          {...wiring(props)}
          class="input"
          type="text"
          value={props.value}
          autocomplete="off"
          dir="auto"
        />
      </search-suggestions>
    </Field>
  )
}
