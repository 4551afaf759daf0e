/** A choice of one out of a list. */
import { Field, wiring, type FieldProps } from './field.tsx'

export interface Option {
  readonly value: string | number
  readonly label: string
  /** What a script needs to know of it. */
  readonly data?: Readonly<Record<`data-${string}`, string | undefined>> | undefined
}

export interface SelectFieldProps extends FieldProps {
  readonly options: readonly Option[]
  readonly value?: string | number | undefined
  /** What the list says before something is chosen; it stands for an empty value. */
  readonly empty?: string | undefined
  /** Whether it takes the focus: when the form comes back because of it. */
  readonly focus?: boolean | undefined
}

export function SelectField(props: SelectFieldProps) {
  const { options, value, empty, focus } = props
  return (
    <Field field={props}>
      <select {...wiring(props)} class="input select" autofocus={focus}>
        {empty !== undefined && (
          <option value="" selected={value === undefined || value === ''}>
            {empty}
          </option>
        )}
        {options.map((option) => (
          <option
            {...option.data}
            value={option.value}
            selected={String(option.value) === String(value ?? '')}
          >
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}
