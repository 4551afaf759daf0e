/** A year: before our era with the letters, since "-1200" looks like a mistake. */
import { TextField } from '../text-field.tsx'
import { yearText } from '../year.ts'
import type { FieldView } from './field-view.ts'

export const yearView: FieldView<number> = {
  Input: ({ field: _field, ...props }) => <TextField {...props} width="short" inputMode="text" code />,
  show: yearText,
  cell: 'number',
  rangeInput: 'number',
}
