/** A moment. Typed as text, in UTC: a browser's own input would take it for the time where its reader is. */
import { TextField } from '../text-field.tsx'
import type { FieldView } from './field-view.ts'
import { localMoment } from './numbers.ts'

const example = 'In UTC, such as 2026-03-29T08:00:00Z'

export const dateTimeView: FieldView<string> = {
  Input: ({ field: _field, hint = example, ...props }) => (
    <TextField {...props} hint={hint} width="medium" code />
  ),
  show: (value) => <time dateTime={value}>{localMoment(value)}</time>,
  rangeInput: 'text',
}
