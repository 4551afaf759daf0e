/** A number or code, set in mono so that it can be compared sign by sign. */
import { TextField } from '../text-field.tsx'
import type { FieldView } from './field-view.ts'

export const identifierView: FieldView<string> = {
  Input: ({ field: _field, ...props }) => <TextField {...props} width="medium" code />,
  show: (value) => value,
  cell: 'code',
}
