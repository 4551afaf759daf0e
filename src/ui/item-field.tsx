/** The number of an item. Where scripts run, its title can be typed as well, and the item is chosen from what is suggested. */
import { paths } from '../paths.ts'
import { Field, wiring } from './field.tsx'
import type { FieldProps } from './field.tsx'

interface ItemFieldProps extends FieldProps {
  readonly value: string
  /** What the item with this number is called; none where it is not there, or not to be read. */
  readonly title?: string | undefined
}

export function ItemField({ title, ...field }: ItemFieldProps) {
  const { name, id = name, value } = field
  const chosen = `${id}-chosen`
  return (
    <Field field={field}>
      <search-suggestions
        class="item-field"
        data-from={paths.suggestions()}
        data-hint="Type its title and choose it, or type its number"
      >
        <input
          {...wiring({ ...field, describedBy: chosen })}
          class="input"
          type="text"
          value={value}
          autocomplete="off"
          dir="auto"
        />
        <bdi class="suggestion-chosen" id={chosen}>
          {title !== undefined && (
            <>
              {/* Without scripts the title stays while another number is typed, so it says which number is its own. */}
              <span class="suggestion-number">{`${value.trim()}: `}</span>
              {title}
            </>
          )}
        </bdi>
      </search-suggestions>
    </Field>
  )
}
