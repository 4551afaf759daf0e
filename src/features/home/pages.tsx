/** What the front page looks like. */
import { capital, counted } from '../../rules/words.ts'
import { lookups } from '../../declared.ts'
import { domain } from '../../domain.ts'
import type { Noun } from '../../rules/words.ts'
import { paths } from '../../paths.ts'
import { BarChart } from '../../ui/bar-chart.tsx'
import { ColumnChart } from '../../ui/column-chart.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ItemCards } from '../catalogue/parts/item-cards.tsx'
import { SearchBox } from '../../ui/search-box.tsx'
import { StatTiles } from '../../ui/stat-tile.tsx'
import type { Overview } from './queries.ts'

export function HomePage({ overview }: { overview: Overview }) {
  const { byType, byDecade, newest } = overview
  const stat = (value: number, word: Noun, href: string) => ({
    value,
    label: value === 1 ? word.one : word.many,
    href,
  })
  return (
    <>
      <div class="welcome">
        <div class="welcome-words">
          <h1>{domain.tagline}</h1>
          <SearchBox id="search-home" size="large" />
        </div>
        <StatTiles
          label="In the catalogue"
          stats={[
            stat(overview.items, domain.item, paths.items()),
            ...overview.lookups.map(({ name, count }) =>
              stat(count, lookups[name].noun, paths.entries(name)),
            ),
          ]}
        />
      </div>
      {newest.length === 0 ? (
        <EmptyState title={`The catalogue has no ${domain.item.many} yet`} />
      ) : (
        <>
          <section class="section newest" aria-labelledby="newest">
            <div class="section-head">
              <h2 id="newest">{`Newest ${domain.item.many}`}</h2>
              <a href={paths.items()}>{`All ${counted(overview.items, domain.item)}`}</a>
            </div>
            <ItemCards items={newest} />
          </section>
          <section class="section halves" aria-label="In numbers">
            <BarChart
              caption={`${capital(domain.item.many)} by ${lookups.types.noun.one}`}
              heads={[capital(lookups.types.noun.one), capital(domain.item.many)]}
              data={byType.map(({ id, name, count }) => ({
                label: name,
                value: count,
                href: paths.type(id),
              }))}
            />
            {byDecade && <Decades {...byDecade} />}
          </section>
        </>
      )}
    </>
  )
}

type Found = NonNullable<Overview['byDecade']>

function Decades({ year, decades }: Found) {
  const items = (from: string | undefined, to: number) =>
    paths.items({ [`${year}_from`]: from, [`${year}_to`]: to })
  return (
    <ColumnChart
      caption={`${capital(domain.item.many)} by decade`}
      heads={['Decade', capital(domain.item.many)]}
      data={recentDecades(decades).map(({ decade, count, before }) => ({
        label: before ? 'earlier' : `${decade}s`,
        value: count,
        href: before ? items(undefined, decade - 1) : items(String(decade), decade + 9),
      }))}
    />
  )
}

/** How many decades the chart shows one by one, up to the last; what is older stands in one column before them. */
const shownDecades = 14

interface Decade {
  decade: number
  count: number
  /** Everything before this decade. */
  before?: boolean
}

/** The last decades, empty ones included so that the line of time is even, and one column for all that is older. */
function recentDecades(found: Found['decades']): Decade[] {
  const last = found.at(-1)?.decade ?? 0
  const first = Math.max(found[0]?.decade ?? 0, last - (shownDecades - 1) * 10)
  const counts = new Map(found.map(({ decade, count }) => [decade, count]))
  const older = found.filter(({ decade }) => decade < first).reduce((sum, { count }) => sum + count, 0)
  const decades: Decade[] = older > 0 ? [{ decade: first, count: older, before: true }] : []
  for (let decade = first; decade <= last; decade += 10)
    decades.push({ decade, count: counts.get(decade) ?? 0 })
  return decades
}
