/** A day. */
import { TextField } from '../text-field.tsx'
import { dateText } from '../year.ts'
import type { FieldView } from './field-view.ts'

export const dateView: FieldView<string> = {
  Input: ({ field: _field, ...props }) => <TextField {...props} type="date" width="medium" />,
  show: (value) => <time dateTime={value}>{dateText(value)}</time>,
  rangeInput: 'date',
}
