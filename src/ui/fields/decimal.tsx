/** An exact number, with its unit. */
import { TextField } from '../text-field.tsx'
import type { FieldView } from './field-view.ts'
import { localNumber } from './numbers.ts'

export const decimalView: FieldView<string, { decimals: number; unit?: string }> = {
  Input: ({ field: { unit }, label, ...props }) => (
    <TextField
      {...props}
      label={unit === undefined ? label : `${label} (${unit})`}
      width="short"
      inputMode="text"
      code
    />
  ),
  show(value, { decimals, unit }) {
    const number = localNumber(value, { minimumFractionDigits: decimals, maximumFractionDigits: decimals })
    return unit === undefined ? number : `${number} ${unit}`
  },
  cell: 'number',
  rangeInput: 'text',
}
