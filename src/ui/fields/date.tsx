/** A day. */
import { TextField } from '../text-field.tsx'
import type { FieldView } from './field-view.ts'
import { localDay } from './numbers.ts'

export const dateView: FieldView<string> = {
  Input: ({ field: _field, ...props }) => <TextField {...props} type="date" width="medium" />,
  show: (value) => <time dateTime={value}>{localDay(value)}</time>,
  rangeInput: 'date',
}
