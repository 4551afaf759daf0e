/** What a list can be filtered by: names to tick with their counts, and a range of years. */
import { formatNumber } from '../rules/words.ts'
import { limits } from '../rules/limits.ts'
import { Choice } from './choices.tsx'
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

export interface YearRangeProps {
  readonly legend: string
  readonly from?: string | number | undefined
  readonly to?: string | number | undefined
  /** The years there are, shown as an example of what to type. */
  readonly first?: number | undefined
  readonly last?: number | undefined
  /** Tells two ranges of one page apart. */
  readonly id?: string | undefined
}

/** From one year to another; either end may stay open. */
export function YearRange({ legend, from, to, first, last, id = 'year' }: YearRangeProps) {
  return (
    <fieldset class="facet">
      <legend class="facet-legend">{legend}</legend>
      <div class="year-range">
        <YearEnd id={`${id}-from`} name="from" label="From" value={from} example={first} />
        <span aria-hidden="true">–</span>
        <YearEnd id={`${id}-to`} name="to" label="To" value={to} example={last} />
      </div>
    </fieldset>
  )
}

interface YearEndProps {
  readonly id: string
  readonly name: string
  readonly label: string
  readonly value: string | number | undefined
  readonly example: number | undefined
}

function YearEnd({ id, name, label, value, example }: YearEndProps) {
  return (
    <label class="year-end">
      <span class="visually-hidden">{label}</span>
      <input
        class="input input-code"
        id={id}
        type="number"
        name={name}
        value={value}
        min={limits.year.min}
        max={limits.year.max}
        step={1}
        placeholder={example === undefined ? label : String(example)}
      />
    </label>
  )
}
