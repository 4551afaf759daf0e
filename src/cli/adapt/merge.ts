/** The new text of `src/domain.ts`: that of the preset, with the declarations that are kept. */
import type { Counted } from './difference.ts'
import type { DomainSource, Place } from './source.ts'

interface Stays {
  readonly kept: readonly Counted[]
  /** Declarations of the project that stand in the place of the preset's. */
  readonly staying: readonly Place[]
}

export function merge(current: DomainSource, preset: DomainSource, { kept, staying }: Stays): string {
  const entries: string[] = []
  const take = (place: Place) => {
    const entry = current.entryAt(place)
    entries.push(entry)
    return entry
  }
  let made = preset
  for (const place of staying) made = made.replacing(place, take(place))
  for (const { place } of kept) made = made.with(place.slice(0, -1), take(place))
  return withSpans(made, current, kept, take).withWhatIsUsed(entries, current).text
}

/** Two years of an entry that belong together go on doing so, where both are kept. */
function withSpans(
  made: DomainSource,
  current: DomainSource,
  kept: readonly Counted[],
  take: (place: Place) => string,
): DomainSource {
  const lookups = new Set(
    kept.flatMap(({ place: [top, name = '', , field] }) =>
      top === 'lookups' && field !== undefined ? [name] : [],
    ),
  )
  let result = made
  for (const name of lookups) {
    const place = ['lookups', name, 'span']
    const has = (source: DomainSource) => source.namesAt(place.slice(0, -1)).includes('span')
    if (!has(current) || has(result)) continue
    const years = [...current.entryAt(place).matchAll(/'(\w+)'/g)].map(([, year]) => year ?? '')
    const there = result.namesAt(['lookups', name, 'fields'])
    if (years.every((year) => there.includes(year))) result = result.with(place.slice(0, -1), take(place))
  }
  return result
}
