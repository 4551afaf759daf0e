/** The address of a page elsewhere. */
import { safeHref } from '../safe-href.ts'
import { TextField } from '../text-field.tsx'
import type { FieldView } from './field-view.ts'

export const linkView: FieldView<string> = {
  Input: ({ field: _field, ...props }) => <TextField {...props} type="url" />,
  show: (value) => (
    <a href={safeHref(value)} rel="noopener nofollow ugc">
      {value.replace(/^https?:\/\/(www\.)?|\/$/g, '')}
    </a>
  ),
  cell: 'long',
}
