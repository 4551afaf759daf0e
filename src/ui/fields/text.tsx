/** A line of text. */
import { TextField } from '../text-field.tsx'
import type { FieldView } from './field-view.ts'

/** A number of a shelf, the pages of a paper: less than a line. */
const isShort = ({ limit }: { limit: number }) => limit <= 40

export const textView: FieldView<string, { limit: number }> = {
  Input: ({ field, ...props }) => <TextField {...props} width={isShort(field) ? 'medium' : 'full'} />,
  show: (value) => <bdi>{value}</bdi>,
}
