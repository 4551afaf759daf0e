/** Narrows what was found by what is chosen of each facet. The numbers beside a facet leave out its own choice. */
import { LruCache } from '../rules/lru-cache.ts'
import type { ValueStore } from './columns.ts'
import { IdSet } from './id-set.ts'
import type { LinksColumn } from './links-column.ts'
import type { SearchRequest } from './request.ts'
import type { Scale } from './scale.ts'
import type { ValueColumn } from './value-column.ts'
import { Between, OneOf } from './matcher.ts'
import type { Matcher } from './matcher.ts'

export interface Narrowed {
  /** The items that fit every choice. */
  all: IdSet
  /** The items that fit every choice except the one in this facet. */
  without: (name: string) => IdSet
}

/** Choices whose items are cached: of a million items each takes 125 kB. */
const mostKnown = 32

interface Choice {
  name: string
  /** The same for the same choice. */
  key: string
  column: LinksColumn | ValueColumn
  matcher: Matcher
}

export class ColumnFilters {
  readonly #columns: ValueStore
  /** By choice: which of all items fit it. The cache stays right, because each change makes new filters. */
  readonly #known = new LruCache<IdSet>(mostKnown)

  constructor(columns: ValueStore) {
    this.#columns = columns
  }

  /** Tests the items at most once for each choice. The items that fit several choices are the intersection of the sets. */
  narrow(base: IdSet, request: SearchRequest): Narrowed {
    const fitting = [...choicesOf(this.#columns, request)].map((choice) => ({
      name: choice.name,
      items: this.#fitting(base, choice),
    }))
    const without = (name?: string) =>
      fitting.filter((each) => each.name !== name).reduce((kept, { items }) => kept.and(items), base)
    const all = without()
    return { all, without: (name) => (fitting.some((each) => each.name === name) ? without(name) : all) }
  }

  /** Items that fit the choice, and all of `base` that do. */
  #fitting(base: IdSet, { key, column, matcher }: Choice): IdSet {
    const known = this.#known.get(key)
    if (known) return known
    const items = new IdSet()
    for (const [number, bits] of base.pieces) items.pieces.set(number, column.keep(number, bits, matcher))
    if (base === this.#columns.items) this.#known.set(key, items)
    return items
  }
}

function* choicesOf(columns: ValueStore, { chosen, fields }: SearchRequest): Generator<Choice> {
  for (const [name, ids] of Object.entries(chosen)) {
    const column = columns.many.get(name) ?? columns.single.get(name)
    const key = JSON.stringify([name, ids])
    if (ids.length > 0 && column) yield { name, key, column, matcher: new OneOf(ids) }
  }
  for (const [name, choice] of Object.entries(fields)) {
    const field = columns.fields.get(name)
    const key = JSON.stringify([name, choice])
    if (field) yield { name, key, column: field.values, matcher: matcherFor(field.scale, choice) }
  }
}

/** @param choice what the field's filter made of the address */
function matcherFor(scale: Scale, choice: unknown): Matcher {
  if (scale.kind === 'choices') return new OneOf((choice as string[]).map((key) => scale.keys.indexOf(key)))
  const { from, to } = choice as { from?: string; to?: string }
  return new Between(
    from === undefined ? -Infinity : scale.read(from),
    to === undefined ? Infinity : scale.read(to),
  )
}
