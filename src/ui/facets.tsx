/** What a list can be filtered by: names to tick with their counts, a range from one value to another, and words. */
import { formatNumber } from '../rules/words.ts'
import { Choice } from './choices.tsx'
import { classNames } from './classes.ts'
import { RangeBars } from './range-bars.tsx'
import type { RangeBar } from './range-bars.tsx'
import { safeHref } from './safe-href.ts'

export interface FacetOption {
  readonly value: string | number
  readonly label: string
  readonly count?: number | undefined
  readonly checked?: boolean | undefined
}

export interface FacetGroupProps {
  readonly legend: string
  /** The name of its parameter in the address, repeated for each that is ticked. */
  readonly name: string
  readonly options: readonly FacetOption[]
  /** How many stand open before the rest folds away. Default 8; what is ticked is always open. */
  readonly show?: number | undefined
  /** Where all of them can be looked through, when there are more than are offered here. */
  readonly allHref?: string | undefined
  readonly allLabel?: string | undefined
}

export function FacetGroup({ legend, name, options, show = 8, allHref, allLabel }: FacetGroupProps) {
  if (options.length === 0) return null
  const open = options.filter(({ checked }, index) => checked || index < show)
  const folded = options.filter((option) => !open.includes(option))
  return (
    <fieldset class="facet">
      <legend class="facet-legend">{legend}</legend>
      <Options name={name} options={open} />
      {folded.length > 0 && (
        <details class="facet-more">
          <summary>{formatNumber(folded.length)} more</summary>
          <Options name={name} options={folded} />
        </details>
      )}
      {allHref && (
        <a class="facet-all" href={safeHref(allHref)}>
          {allLabel}
        </a>
      )}
    </fieldset>
  )
}

function Options({ name, options }: Pick<FacetGroupProps, 'name' | 'options'>) {
  return (
    <div class="facet-options">
      {options.map((option) => (
        <Choice type="checkbox" name={name} {...option} />
      ))}
    </div>
  )
}

export interface RangeFilterProps {
  readonly legend: string
  /** Its parameters in the address are `NAME_from` and `NAME_to`. */
  readonly name: string
  readonly from?: string | number | undefined
  readonly to?: string | number | undefined
  readonly type?: 'number' | 'date' | 'text' | undefined
  /** The least and the most there are, shown as an example of what to type. */
  readonly first?: number | undefined
  readonly last?: number | undefined
  /** How many there are in which part of the range, where that was counted. */
  readonly bars?: readonly RangeBar[] | undefined
  /** Put on each bar. */
  readonly attributes?: Record<string, string> | undefined
  /** Tells two ranges of one page apart. */
  readonly id?: string | undefined
}

/** From one value to another; either end may stay open. */
export function RangeFilter({
  legend,
  name,
  from,
  to,
  type = 'text',
  first,
  last,
  bars = [],
  attributes,
  id = name,
}: RangeFilterProps) {
  const end = (which: 'from' | 'to') => ({ type, id: `${id}-${which}`, name: `${name}_${which}` })
  return (
    <fieldset class="facet">
      <legend class="facet-legend">{legend}</legend>
      {bars.length > 1 && <RangeBars {...{ legend, bars, attributes }} />}
      <div class={classNames('range', type === 'date' && 'range-wide')}>
        <RangeEnd {...end('from')} label="From" value={from} example={first} />
        <span aria-hidden="true">–</span>
        <RangeEnd {...end('to')} label="To" value={to} example={last} />
      </div>
    </fieldset>
  )
}

interface RangeEndProps {
  readonly id: string
  readonly name: string
  readonly type: 'number' | 'date' | 'text'
  readonly label: string
  readonly value: string | number | undefined
  readonly example: number | undefined
}

function RangeEnd({ id, name, type, label, value, example }: RangeEndProps) {
  // Collected first: the types of <input> are one per kind, and this kind is chosen at run time.
  const attributes: Record<string, unknown> = {
    ...{ id, name, type, value },
    step: type === 'number' ? 1 : undefined,
    placeholder: example === undefined ? label : String(example),
  }
  return (
    <label class="range-end">
      <span class="visually-hidden">{label}</span>
      <input class="input input-code" {...attributes} />
    </label>
  )
}

interface WordFilterProps {
  readonly legend: string
  readonly name: string
  readonly value: string | undefined
}

/** Words that must stand in a text. */
export function WordFilter({ legend, name, value }: WordFilterProps) {
  return (
    <div class="facet">
      <label class="facet-legend" for={`filter-${name}`}>
        {legend}
      </label>
      <input class="input" id={`filter-${name}`} type="text" name={name} value={value} dir="auto" />
    </div>
  )
}
