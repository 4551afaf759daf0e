/** One of a list. */
import { SelectField } from '../select-field.tsx'
import type { FieldView } from './field-view.ts'

export const choiceView: FieldView<string, { labels: Readonly<Record<string, string>> }> = {
  Input: ({ field: { labels }, ...props }) => (
    <SelectField
      {...props}
      empty="Nothing chosen"
      options={Object.entries(labels).map(([value, label]) => ({ value, label }))}
    />
  ),
  show: (value, { labels }) => labels[value] ?? value,
}
