/** The head of the front page, in the look that the domain chooses: what it is about, the search, and the figures. */
import { declarationOf, declaration, lookups } from '../../../declared.ts'
import type { DeclaredName } from '../../../declared.ts'
import { domain } from '../../../domain.ts'
import type { AnyField } from '../../../fields/field.ts'
import { paths } from '../../../paths.ts'
import { formatNumber } from '../../../rules/words.ts'
import { plainText } from '../../../ui/fields/index.tsx'
import { Figures } from '../../../ui/figures.tsx'
import type { Figure, FiguresProps } from '../../../ui/figures.tsx'
import { SearchBox } from '../../../ui/search-box.tsx'
import { StatTiles } from '../../../ui/stat-tile.tsx'
import { dateText } from '../../../ui/year.ts'
import type { ShownFigure } from '../queries.ts'

const { look } = declaration.home

export function Head({ figures }: { figures: readonly ShownFigure[] }) {
  return look === 'drawers' ? <Cabinet figures={figures} /> : <Title figures={figures} />
}

/** The figures as the drawers of a cabinet, beside the search. */
function Cabinet({ figures }: { figures: readonly ShownFigure[] }) {
  return (
    <div class="welcome">
      <Words />
      <StatTiles label="In the catalogue" stats={figures.map(figureOf)} />
    </div>
  )
}

const figuresLook: Record<typeof look, FiguresProps['look']> = {
  drawers: 'ruled',
  ledger: 'ruled',
  agenda: 'inline',
  gallery: 'inline',
  'reading room': 'listed',
}

function Title({ figures }: { figures: readonly ShownFigure[] }) {
  return (
    <div class={`home-head home-${look.replace(' ', '-')}`}>
      {look === 'agenda' && <Leaf day={new Date()} />}
      <Words />
      <Figures label="At a glance" look={figuresLook[look]} figures={figures.map(figureOf)} />
    </div>
  )
}

function Words() {
  return (
    <div class="welcome-words">
      <h1>{domain.tagline}</h1>
      <SearchBox id="search-home" size="large" />
    </div>
  )
}

const part = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(domain.locale, { ...options, timeZone: 'UTC' })
const [weekday, month] = [part({ weekday: 'long' }), part({ month: 'long', year: 'numeric' })]

/** Today, as the leaf of a calendar. */
function Leaf({ day }: { day: Date }) {
  const text = day.toISOString()
  return (
    <p class="leaf">
      <time class="visually-hidden" dateTime={text.slice(0, 10)}>
        {`Today is ${weekday.format(day)}, ${dateText(text)}`}
      </time>
      <span class="leaf-month" aria-hidden="true">
        {month.format(day)}
      </span>
      <span class="leaf-day" aria-hidden="true">
        {day.getUTCDate()}
      </span>
      <span class="leaf-weekday" aria-hidden="true">
        {weekday.format(day)}
      </span>
    </p>
  )
}

function figureOf(figure: ShownFigure): Figure {
  if ('of' in figure) {
    const { of, count } = figure
    const noun = of === 'items' ? domain.item : lookups[of].noun
    const label = count === 1 ? noun.one : noun.many
    return { value: formatNumber(count), label, href: of === 'items' ? paths.items() : paths.entries(of) }
  }
  const { label, query } = figure
  const href = paths.items(query)
  if ('count' in figure) return { value: formatNumber(figure.count), label, href }
  const field = declarationOf(figure.field as DeclaredName) as AnyField
  return { value: plainText(field, figure.sum), label, href }
}
