/** Yes, no, or nothing where nobody knows. */
import { SelectField } from '../select-field.tsx'
import type { FieldView } from './field-view.ts'

export const yesNoView: FieldView<boolean, { yes: string; no: string }> = {
  Input: ({ field: { yes, no }, ...props }) => (
    <SelectField
      {...props}
      empty="Not known"
      options={[
        { value: 'yes', label: yes },
        { value: 'no', label: no },
      ]}
    />
  ),
  show: (value, { yes, no }) => (value ? yes : no),
}
