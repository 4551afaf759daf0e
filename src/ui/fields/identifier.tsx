/** A number or code, set in mono so that it can be compared sign by sign, and in the usual form of its scheme. */
import { showIdentifier } from '../../rules/identifiers/index.ts'
import { safeHref } from '../safe-href.ts'
import { TextField } from '../text-field.tsx'
import type { FieldView } from './field-view.ts'

export const identifierView: FieldView<string> = {
  Input: ({ field: _field, ...props }) => <TextField {...props} width="medium" code />,
  show(value, _field, type = {}) {
    const { text, href } = showIdentifier(type, value)
    return href === undefined ? text : <a href={safeHref(href)}>{text}</a>
  },
  cell: 'code',
}
