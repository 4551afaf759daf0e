/** A choice of one out of a list. */
import { Field, wiring, type FieldProps } from './field.tsx'

export interface Option {
  readonly value: string | number
  readonly label: string
}

export interface SelectFieldProps extends FieldProps {
  readonly options: readonly Option[]
  readonly value?: string | number | undefined
  /** What the list says before something is chosen; it stands for an empty value. */
  readonly empty?: string | undefined
}

export function SelectField(props: SelectFieldProps) {
  const { options, value, empty } = props
  return (
    <Field field={props}>
      <select {...wiring(props)} class="input select">
        {empty !== undefined && (
          <option value="" selected={value === undefined || value === ''}>
            {empty}
          </option>
        )}
        {options.map((option) => (
          <option value={option.value} selected={String(option.value) === String(value ?? '')}>
            {option.label}
          </option>
        ))}
      </select>
    </Field>
  )
}
