/** Counts how many of the items found have each value: one pass over their bits for each facet, whatever they have been found by. */
import type { ValueStore } from './columns.ts'
import type { ChoicesFacet, FieldFacet, RangeFacet } from '../rules/facet.ts'
import type { IdSet } from './id-set.ts'
import type { RangeScale } from './scale.ts'

/** Ids above this are counted in a map: a list as long as the highest of them would not fit into memory. */
const longestList = 4_000_000

/**
 * The entries of a reference that these items have.
 * @param most how many are wanted: those with most items
 * @param chosen ids that are answered in any case
 */
export function countReferences(
  columns: ValueStore,
  reference: string,
  items: IdSet,
  most: number,
  chosen: readonly number[],
): [id: number, count: number][] {
  const counts = countsOf(columns, reference, items)
  const top = highest(counts, most)
  const missing = chosen.filter((id) => !top.some(([known]) => known === id))
  return [...top, ...missing.map((id): [number, number] => [id, counts.get(id) ?? 0])]
}

interface Counts {
  get(id: number): number | undefined
  entries(): Iterable<[number, number]>
}

function countsOf(columns: ValueStore, reference: string, items: IdSet): Counts {
  const links = columns.many.get(reference)
  if (links && links.highest < longestList) {
    const counts = new Uint32Array(links.highest + 1)
    for (const [number, bits] of items.pieces) links.count(number, bits, counts)
    return { get: (id) => counts[id], entries: () => counts.entries() }
  }
  const counts = new Map<number, number>()
  const add = (id: number) => counts.set(id, (counts.get(id) ?? 0) + 1)
  const column = columns.single.get(reference)
  for (const [number, bits] of items.pieces) column?.forEach(number, bits, add)
  counts.delete(0)
  return counts
}

/** The highest counts, each above zero; of two alike the lower id goes first. */
function highest(counts: Counts, most: number): [number, number][] {
  const top: [number, number][] = []
  let least = 0
  for (const [id, count] of counts.entries()) {
    if (count === 0 || (top.length >= most && count <= least)) continue
    let place = top.length
    while (place > 0 && (top[place - 1]?.[1] ?? 0) < count) place--
    top.splice(place, 0, [id, count])
    if (top.length > most) top.pop()
    least = top.at(-1)?.[1] ?? 0
  }
  return top
}

/**
 * The numbers beside a declared field; undefined where it is not kept in memory, or where no item has a value.
 * @param width of the bars of a range, over all of it; without it they are at most `mostBars`
 */
export function countField(
  columns: ValueStore,
  name: string,
  items: IdSet,
  width?: number,
): FieldFacet | undefined {
  const field = columns.fields.get(name)
  if (!field) return undefined
  const { values, scale } = field
  const each = (work: (value: number) => void) => {
    for (const [number, bits] of items.pieces) values.forEach(number, bits, work)
  }
  return scale.kind === 'choices' ? countChoices(scale.keys, each) : spread(scale, each, items.size, width)
}

type ForEach = (work: (value: number) => void) => void

function countChoices(keys: readonly string[], each: ForEach): ChoicesFacet {
  const counts = new Uint32Array(keys.length)
  each((place) => {
    if (place >= 0) counts[place] = (counts[place] ?? 0) + 1
  })
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
function spread(scale: RangeScale, each: ForEach, most: number, asked?: number): RangeFacet | undefined {
  const sample: number[] = []
  const every = Math.max(1, Math.floor(most / sampled))
  let [low, high, place] = [Infinity, -Infinity, 0]
  each((value) => {
    if (Number.isNaN(value)) return
    if (value < low) low = value
    if (value > high) high = value
    if (place++ % every === 0) sample.push(value)
  })
  if (low > high) return undefined
  sample.sort((a, b) => a - b)
  const at = (share: number) => sample[Math.round(share * (sample.length - 1))] ?? low
  const [from, to] = asked === undefined ? [at(tail), at(1 - tail)] : [low, high]
  const width = asked ?? roundWidth((to - from) / (mostBars - 1), scale.step)
  const first = Math.floor(from / width)
  const counts = new Uint32Array(Math.floor(to / width) - first + 1)
  each((value) => {
    if (Number.isNaN(value)) return
    const bar = Math.min(counts.length - 1, Math.max(0, Math.floor(value / width) - first))
    counts[bar] = (counts[bar] ?? 0) + 1
  })
  return { kind: 'range', bars: [...counts].map((count, bar) => ({ ...endsOf(bar), count })) }

  function endsOf(bar: number): { from: string; to: string } {
    const begin = (first + bar) * width
    const end = begin + width - scale.step
    return {
      from: scale.write(bar === 0 ? Math.min(begin, low) : begin),
      to: scale.write(bar === counts.length - 1 ? Math.max(end, high) : end),
    }
  }
}

/** The least of 1, 2, 5, 10, 20, ... steps that is not smaller. */
function roundWidth(least: number, step: number): number {
  const steps = Math.max(1, least / step)
  const power = 10 ** Math.floor(Math.log10(steps))
  const factor = [1, 2, 5, 10].find((each) => each * power >= steps * (1 - 1e-9)) ?? 10
  return factor * power * step
}
