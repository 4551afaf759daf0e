/** Counts how many of the items found have each value: one pass over their bits for each facet, whatever they have been found by. */
import type { ChoicesFacet, FieldFacet, RangeFacet } from '../rules/facet.ts'
import { LruCache } from '../rules/lru-cache.ts'
import type { ValueStore } from './columns.ts'
import type { IdSet } from './id-set.ts'
import type { LinksColumn } from './links-column.ts'
import type { RangeScale } from './scale.ts'
import type { ValueColumn } from './value-column.ts'

export class FacetCounter {
  readonly #columns: ValueStore
  /** Cached counts over all items. They stay right, because each change makes a new counter. */
  readonly #references = new Map<string, IdCounts>()
  readonly #fields = new LruCache<FieldFacet>(100)

  constructor(columns: ValueStore) {
    this.#columns = columns
  }

  /**
   * The entries of a reference that these items have.
   * @param most how many are wanted: those with most items
   * @param chosen ids that are answered in any case
   */
  references(
    name: string,
    items: IdSet,
    most: number,
    chosen: readonly number[],
  ): [id: number, count: number][] {
    const counts = this.#idCounts(name, items)
    const top = counts.highest(most)
    const missing = chosen.filter((id) => !top.some(([known]) => known === id))
    return [...top, ...missing.map((id): [number, number] => [id, counts.get(id)])]
  }

  #idCounts(name: string, items: IdSet): IdCounts {
    const known = items === this.#columns.items ? this.#references.get(name) : undefined
    if (known) return known
    const counts = new IdCounts()
    const column = this.#columns.many.get(name) ?? this.#columns.single.get(name)
    for (const ids of valuesIn(column, items)) counts.add(ids)
    if (items === this.#columns.items) this.#references.set(name, counts)
    return counts
  }

  /**
   * The numbers beside a declared field; undefined where it is not kept in memory, or where no item has a value.
   * @param width of the bars of a range, over all of it; without it they are at most `mostBars`
   */
  field(name: string, items: IdSet, width?: number): FieldFacet | undefined {
    const isAll = items === this.#columns.items
    const key = JSON.stringify([name, width])
    const known = isAll ? this.#fields.get(key) : undefined
    if (known) return known
    const counted = countField(this.#columns, name, items, width)
    if (isAll && counted) this.#fields.set(key, counted)
    return counted
  }
}

/** The values of the items found, a piece at a time. */
function* valuesIn(column: LinksColumn | ValueColumn | undefined, items: IdSet): Generator<Float64Array> {
  if (column) for (const [number, bits] of items.pieces) yield column.valuesOf(number, bits)
}

/** Ids from this on are counted in a map: a list as long as the highest of them would not fit into memory. */
const longestList = 4_000_000

class IdCounts {
  #list = new Uint32Array(1_024)
  readonly #above = new Map<number, number>()

  /** @param ids each is counted; 0 stands for none */
  add(ids: Float64Array): void {
    for (let place = 0; place < ids.length; place++) {
      const id = ids[place] ?? 0
      if (id >= this.#list.length && id < longestList) this.#grow(id)
      if (id < this.#list.length) this.#list[id] = (this.#list[id] ?? 0) + 1
      else this.#above.set(id, (this.#above.get(id) ?? 0) + 1)
    }
  }

  #grow(id: number): void {
    const longer = new Uint32Array(Math.min(longestList, 2 * id))
    longer.set(this.#list)
    this.#list = longer
  }

  get(id: number): number {
    return (id < this.#list.length ? this.#list[id] : this.#above.get(id)) ?? 0
  }

  /** The highest counts, each above zero; of two alike the lower id goes first. */
  highest(most: number): [id: number, count: number][] {
    const top: [number, number][] = []
    let least = 0
    const put = (id: number, count: number) => {
      if (count === 0 || (top.length >= most && count <= least)) return
      let place = top.length
      while (place > 0 && (top[place - 1]?.[1] ?? 0) < count) place--
      top.splice(place, 0, [id, count])
      if (top.length > most) top.pop()
      least = top.at(-1)?.[1] ?? 0
    }
    for (let id = 1; id < this.#list.length; id++) put(id, this.#list[id] ?? 0)
    for (const [id, count] of [...this.#above].sort(([a], [b]) => a - b)) put(id, count)
    return top
  }
}

function countField(columns: ValueStore, name: string, items: IdSet, width?: number): FieldFacet | undefined {
  const field = columns.fields.get(name)
  if (!field) return undefined
  const { values, scale } = field
  const pieces = () => valuesIn(values, items)
  return scale.kind === 'choices'
    ? countChoices(scale.keys, pieces())
    : spread(scale, pieces, items.size, width)
}

function countChoices(keys: readonly string[], pieces: Iterable<Float64Array>): ChoicesFacet {
  const counts = new Uint32Array(keys.length)
  for (const places of pieces)
    for (let at = 0; at < places.length; at++) {
      const place = places[at] ?? -1
      if (place >= 0) counts[place] = (counts[place] ?? 0) + 1
    }
  return { kind: 'choices', counts: keys.map((key, place) => ({ key, count: counts[place] ?? 0 })) }
}

const mostBars = 24

/** So many values say where most of them lie. */
const sampled = 2_000
/** The share of the values at either end that the bars need not spread over. */
const tail = 0.02

/**
 * Bars of one width, which is a round number of steps, over the part of the range where nearly all values lie. The first and the last bar
 * take in what lies beyond: a few very old things would else leave one bar for all others.
 * @param asked a width: then the bars are over the whole range
 */
function spread(
  scale: RangeScale,
  pieces: () => Iterable<Float64Array>,
  most: number,
  asked?: number,
): RangeFacet | undefined {
  const sample: number[] = []
  const every = Math.max(1, Math.floor(most / sampled))
  let [low, high, passed] = [Infinity, -Infinity, 0]
  for (const values of pieces())
    for (let place = 0; place < values.length; place++) {
      const value = values[place] ?? NaN
      if (Number.isNaN(value)) continue
      if (value < low) low = value
      if (value > high) high = value
      if (passed++ % every === 0) sample.push(value)
    }
  if (low > high) return undefined
  sample.sort((a, b) => a - b)
  const at = (share: number) => sample[Math.round(share * (sample.length - 1))] ?? low
  const [from, to] = asked === undefined ? [at(tail), at(1 - tail)] : [low, high]
  // Bars are counted in steps, which are whole numbers: 0.3 / 0.1 is less than 3.
  const inSteps = (value: number) => Math.round(value / scale.step)
  const width = asked === undefined ? roundWidth(inSteps(to - from) / (mostBars - 1)) : inSteps(asked) || 1
  const first = Math.floor(inSteps(from) / width)
  const counts = new Uint32Array(Math.floor(inSteps(to) / width) - first + 1)
  for (const values of pieces())
    for (let place = 0; place < values.length; place++) {
      const value = values[place] ?? NaN
      if (Number.isNaN(value)) continue
      const bar = Math.min(counts.length - 1, Math.max(0, Math.floor(inSteps(value) / width) - first))
      counts[bar] = (counts[bar] ?? 0) + 1
    }
  return { kind: 'range', bars: [...counts].map((count, bar) => ({ ...endsOf(bar), count })) }

  function endsOf(bar: number): { from: string; to: string } {
    const begin = (first + bar) * width
    const end = begin + width - 1
    const [least, most] = [inSteps(low), inSteps(high)]
    return {
      from: written(bar === 0 ? Math.min(begin, least) : begin, least),
      to: written(bar === counts.length - 1 ? Math.max(end, most) : end, most),
    }
  }

  /** Round ends may lie beyond what the field takes: then the outermost value is the end. */
  function written(steps: number, outermost: number): string {
    const text = scale.write(scale.step * steps)
    return scale.accepts(text) ? text : scale.write(scale.step * outermost)
  }
}

/** The least of 1, 2, 5, 10, 20, ... that is not smaller. */
function roundWidth(least: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, least)))
  return power * ([1, 2, 5].find((factor) => factor * power >= least) ?? 10)
}
