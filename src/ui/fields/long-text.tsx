/** Text on several lines. */
import { TextArea } from '../text-area.tsx'
import type { FieldView } from './field-view.ts'

export const longTextView: FieldView<string> = {
  Input: ({ field: _field, ...props }) => <TextArea {...props} />,
  show: (value) => value,
  cell: 'long',
}
