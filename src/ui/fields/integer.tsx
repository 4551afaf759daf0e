/** A whole number. */
import { TextField } from '../text-field.tsx'
import type { FieldView } from './field-view.ts'
import { localNumber } from './numbers.ts'

export const integerView: FieldView<number> = {
  Input: ({ field: _field, ...props }) => <TextField {...props} width="short" inputMode="text" code />,
  show: (value) => localNumber(value),
  cell: 'number',
  rangeInput: 'number',
}
