/** A line of text. */
import { TextField } from '../text-field.tsx'
import type { FieldView } from './field-view.ts'

export const textView: FieldView<string> = {
  Input: ({ field: _field, ...props }) => <TextField {...props} />,
  show: (value) => <bdi>{value}</bdi>,
}
