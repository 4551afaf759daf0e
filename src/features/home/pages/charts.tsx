/** The charts of the front page: how many items there are of each type, entry, choice, decade or century. */
import { declarationOf, lookups } from '../../../declared.ts'
import type { DeclaredName, LookupName } from '../../../declared.ts'
import { domain } from '../../../domain.ts'
import { isReference } from '../../../fields/field.ts'
import type { AnyField } from '../../../fields/field.ts'
import { paths } from '../../../paths.ts'
import { capital } from '../../../rules/words.ts'
import { BarChart } from '../../../ui/bar-chart.tsx'
import { ColumnChart } from '../../../ui/column-chart.tsx'
import type { ShownBars, ShownDecades } from '../queries.ts'

const items = capital(domain.item.many)

export function Bars({ by, data }: ShownBars) {
  const { label, hrefOf } = groupOf(by)
  return (
    <BarChart
      caption={`${items} by ${label.toLowerCase()}`}
      heads={[capital(label), items]}
      data={data.map(({ value, label, count }) => ({ label, value: count, href: hrefOf(value) }))}
    />
  )
}

/** By what the items are counted, and where those of one bar can be seen. */
function groupOf(by: ShownBars['by']): { label: string; hrefOf: (value: number | string) => string } {
  if (by === 'types') return { label: lookups.types.noun.one, hrefOf: (id) => paths.type(Number(id)) }
  const field = declarationOf(by)
  if (!isReference(field)) return { label: field.label, hrefOf: (key) => paths.items({ [by]: String(key) }) }
  const lookup = field.of as LookupName
  return { label: lookups[lookup].noun.one, hrefOf: (id) => paths.entry(lookup, Number(id)) }
}

/** How many decades or centuries the chart shows one by one, up to the last; what is older stands in one column before them. */
const mostShown = 14

export function Decades({ year, years, decades }: ShownDecades) {
  const field = declarationOf(year as DeclaredName) as AnyField
  // A decade may begin or end beyond the years that the field takes.
  const taken = (end: number | undefined) =>
    end === undefined || field.parse(String(end)).problem !== undefined ? undefined : String(end)
  const found = (from: number | undefined, to: number) =>
    paths.items({ [`${year}_from`]: taken(from), [`${year}_to`]: taken(to) })
  const name = years === 10 ? 'decade' : 'century'
  const chart = (
    <ColumnChart
      caption={`${items} by ${name}`}
      heads={[capital(name), items]}
      data={recent(decades, years).map(({ decade, count, before }) => ({
        label: before ? 'earlier' : `${decade}s`,
        value: count,
        href: before ? found(undefined, decade - 1) : found(decade, decade + years - 1),
      }))}
    />
  )
  return years === 10 ? chart : <div class="section home-centuries">{chart}</div>
}

interface Decade {
  decade: number
  count: number
  /** Everything before this decade. */
  before?: boolean
}

/** The last ones, empty ones included so that the line of time is even, and one column for all that is older. */
function recent(found: ShownDecades['decades'], years: number): Decade[] {
  const last = found.at(-1)?.decade ?? 0
  const first = Math.max(found[0]?.decade ?? 0, last - (mostShown - 1) * years)
  const counts = new Map(found.map(({ decade, count }) => [decade, count]))
  const older = found.filter(({ decade }) => decade < first).reduce((sum, { count }) => sum + count, 0)
  const decades: Decade[] = older > 0 ? [{ decade: first, count: older, before: true }] : []
  for (let decade = first; decade <= last; decade += years)
    decades.push({ decade, count: counts.get(decade) ?? 0 })
  return decades
}
