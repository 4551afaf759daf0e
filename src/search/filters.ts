/** Narrows what was found by what is chosen of each facet. The numbers beside a facet leave out its own choice. */
import type { ValueStore } from './columns.ts'
import { IdSet } from './id-set.ts'
import type { SearchRequest } from './request.ts'
import type { Scale } from './scale.ts'

export interface Narrowed {
  /** What fits all that is chosen. */
  all: IdSet
  /** What fits all that is chosen but that of this facet. */
  without: (name: string) => IdSet
}

type Keep = (number: number, bits: Uint32Array) => Uint32Array

export function narrowByColumns(columns: ValueStore, base: IdSet, request: SearchRequest): Narrowed {
  const filters = [...filtersOf(columns, request)]
  const apply = (items: IdSet, keep: Keep) => {
    const kept = new IdSet()
    for (const [number, bits] of items.pieces) kept.pieces.set(number, keep(number, bits))
    return kept
  }
  const all = filters.reduce((items, [, keep]) => apply(items, keep), base)
  return {
    all,
    without(name) {
      if (!filters.some(([filter]) => filter === name)) return all
      return filters
        .filter(([filter]) => filter !== name)
        .reduce((items, [, keep]) => apply(items, keep), base)
    },
  }
}

function* filtersOf(
  columns: ValueStore,
  { chosen, fields }: SearchRequest,
): Generator<[name: string, keep: Keep]> {
  for (const [name, ids] of Object.entries(chosen)) {
    if (ids.length === 0) continue
    const links = columns.many.get(name)
    const values = columns.single.get(name)
    const wanted = new Set(ids)
    if (links) {
      const marks = new Uint8Array(links.highest + 1)
      for (const id of ids) if (id < marks.length) marks[id] = 1
      yield [name, (number, bits) => links.keep(number, bits, marks)]
    } else if (values) yield [name, (number, bits) => values.keep(number, bits, (value) => wanted.has(value))]
  }
  for (const [name, choice] of Object.entries(fields)) {
    const field = columns.fields.get(name)
    if (!field) continue
    const isWanted = wantedBy(field.scale, choice)
    yield [name, (number, bits) => field.values.keep(number, bits, isWanted)]
  }
}

/** @param choice what the field's filter made of the address */
function wantedBy(scale: Scale, choice: unknown): (value: number) => boolean {
  if (scale.kind === 'choices') {
    const places = new Set((choice as string[]).map((key) => scale.keys.indexOf(key)))
    return (value) => places.has(value)
  }
  const { from, to } = choice as { from?: string; to?: string }
  const low = from === undefined ? -Infinity : scale.read(from)
  const high = to === undefined ? Infinity : scale.read(to)
  return (value) => value >= low && value <= high
}
