/** A title: typed in one line. */
import { TextField } from '../text-field.tsx'
import type { FieldView } from './field-view.ts'

export const titleView: FieldView<string> = {
  Input: ({ field: _field, ...props }) => <TextField {...props} />,
  show: (value) => value,
}
