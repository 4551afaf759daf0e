/** An amount of money, with its currency. */
import { TextField } from '../text-field.tsx'
import type { FieldView } from './field-view.ts'
import { localNumber } from './numbers.ts'

export const moneyView: FieldView<string, { currency: string }> = {
  Input: ({ field: { currency }, label, ...props }) => (
    <TextField {...props} label={`${label} (${currency})`} width="short" inputMode="text" code />
  ),
  show: (value, { currency }) => localNumber(value, { style: 'currency', currency }),
  cell: 'number',
  rangeInput: 'text',
}
