/** A rating, as so many of so many. */
import { SelectField } from '../select-field.tsx'
import type { FieldView } from './field-view.ts'

export const ratingView: FieldView<number, { most: number }> = {
  Input: ({ field: { most }, ...props }) => (
    <SelectField
      {...props}
      empty="No rating"
      options={Array.from({ length: most }, (_, index) => ({
        value: index + 1,
        label: `${index + 1} of ${most}`,
      }))}
    />
  ),
  show: (value, { most }) => `${value} of ${most}`,
  cell: 'number',
  rangeInput: 'number',
}
