/** A rating: seen as stars, read as so many of so many. */
import { SelectField } from '../select-field.tsx'
import type { FieldView } from './field-view.ts'

/** More of them nobody counts at a glance. */
const mostStars = 10

const stars = (value: number, most: number) => '★'.repeat(value) + '☆'.repeat(Math.max(0, most - value))

export const ratingView: FieldView<number, { most: number }> = {
  Input: ({ field: { most }, ...props }) => (
    <SelectField
      {...props}
      empty="No rating"
      options={Array.from({ length: most }, (_, index) => ({
        value: index + 1,
        label: `${index + 1} of ${most}`,
      }))}
    />
  ),
  show: (value, { most }) => (
    <span class="rating" data-stars={most <= mostStars ? stars(value, most) : undefined}>
      {`${value} of ${most}`}
    </span>
  ),
  rangeInput: 'number',
}
