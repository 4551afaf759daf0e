/** What a list is narrowed by through a declared field, beside the list, with its numbers where they were counted. */
import { isReference } from '../../fields/field.ts'
import type { AnyField, ReferenceField } from '../../fields/field.ts'
import type { Range } from '../../fields/filters.ts'
import { FacetGroup, RangeFilter, WordFilter } from '../facets.tsx'
import type { RangeBar } from '../range-bars.tsx'
import { keyText, rangeInput, rangeText } from './index.tsx'

export interface FieldFilterProps {
  readonly name: string
  readonly field: AnyField | ReferenceField
  readonly choice: unknown
  readonly numbers?: FieldNumbers | undefined
  /** Where a bar leads: to the list with this choice of the field. */
  readonly href: (choice: Range) => string
  /** Put on what leads there. */
  readonly attributes?: Record<string, string> | undefined
}

/** How many items have which value. */
export type FieldNumbers =
  | { readonly kind: 'choices'; readonly counts: readonly { readonly key: string; readonly count: number }[] }
  | { readonly kind: 'range'; readonly bars: readonly Bar[] }

interface Bar {
  readonly from: string
  readonly to: string
  readonly count: number
}

export function FieldFilter(props: FieldFilterProps) {
  const { name, field, choice } = props
  const { label, filterBy } = field
  switch (filterBy?.kind) {
    case 'range':
      return <RangeOfField {...props} />
    case 'choices':
      return <FacetGroup legend={label} name={name} options={optionsOf(props)} />
    case 'contains':
    case 'words':
    case 'person':
      return <WordFilter legend={label} name={name} value={choice as string | undefined} />
    default:
      return null
  }
}

function optionsOf({ field, choice, numbers }: FieldFilterProps) {
  const chosen = (choice ?? []) as string[]
  const counts = numbers?.kind === 'choices' ? numbers.counts : undefined
  return (field.filterBy?.keys ?? []).map((key) => ({
    value: key,
    label: isReference(field) ? key : keyText(field, key),
    checked: chosen.includes(key),
    count: counts?.find((each) => each.key === key)?.count,
  }))
}

function RangeOfField({ name, field, choice, numbers, href, attributes }: FieldFilterProps) {
  const range = (choice ?? {}) as Range
  const counted = numbers?.kind === 'range' ? numbers.bars : []
  const bars = counted.map(({ from, to, count }): RangeBar => ({
    ...{ count, href: href({ from, to }) },
    label: isReference(field) ? `${from} to ${to}` : rangeText(field, { from, to }),
    isChosen: choice !== undefined && isWithin({ from, to }, range),
  }))
  return (
    <RangeFilter
      {...{
        name,
        bars,
        attributes,
        legend: field.label,
        type: rangeInput(field),
        from: range.from,
        to: range.to,
      }}
    />
  )
}

/** Whether a bar lies in the range, in part at least. */
function isWithin(bar: Required<Range>, { from, to }: Range): boolean {
  return (
    (to === undefined || compare(bar.from, to) <= 0) && (from === undefined || compare(bar.to, from) >= 0)
  )
}

const compare = (one: string, other: string) => sizeOf(one) - sizeOf(other)

/** Of a number, a day or a moment. */
function sizeOf(text: string): number {
  const number = Number(text)
  return Number.isNaN(number) ? Date.parse(text) : number
}
