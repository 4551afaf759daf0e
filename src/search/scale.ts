/** The values of a declared field as numbers, for counting and comparing them in memory, and back. */
import type { AnyField } from '../fields/field.ts'

/** A field that is one of a few choices: its values are places in the list of keys, -1 for what is none of them. */
export interface ChoiceScale {
  readonly kind: 'choices'
  readonly keys: readonly string[]
  /** @param stored as the database answers it */
  readonly numberOf: (stored: unknown) => number
}

/** A field whose values have an order: NaN where there is none. */
export interface RangeScale {
  readonly kind: 'range'
  readonly numberOf: (stored: unknown) => number
  /** A value as a form holds it, as a number; and a number as a form holds it. */
  readonly read: (text: string) => number
  readonly write: (value: number) => string
  /** Whether a form takes such a text: what it writes may lie beyond the field's limits. */
  readonly accepts: (text: string) => boolean
  /** Whether values are whole numbers below 2^24: they take half the room. */
  readonly isSmall: boolean
  /** What the least step between two values is: 1 for a year, 0.01 for an amount, a day for a date. */
  readonly step: number
}

export type Scale = ChoiceScale | RangeScale

/** @returns undefined for a field that is not narrowed by choices or a range */
export function scaleOf(field: AnyField): Scale | undefined {
  if (field.filterBy?.kind === 'choices') return choiceScale(field, field.filterBy.keys ?? [])
  return field.filterBy?.kind === 'range' ? rangeScale(field) : undefined
}

/** A field whose choices are not its values, such as a link that is there or not, has `yes` and `none`. */
function choiceScale(field: AnyField, keys: readonly string[]): ChoiceScale {
  return {
    kind: 'choices',
    keys,
    numberOf(stored) {
      const text = stored === null ? '' : field.text(field.fromRow ? field.fromRow(stored) : stored)
      if (text === '') return keys.indexOf('none')
      const place = keys.indexOf(text)
      return place < 0 && field.kind === 'link' ? keys.indexOf('yes') : place
    },
  }
}

const day = 86_400_000

function rangeScale(field: AnyField): RangeScale {
  const isTime = field.kind === 'date' || field.kind === 'dateTime'
  const { decimals = 0 } = field as { decimals?: number }
  const read = (text: string) => (isTime ? Date.parse(text) : Number(text))
  return {
    kind: 'range',
    numberOf: (stored) =>
      stored === null ? NaN : typeof stored === 'number' && !isTime ? stored : read(stored as string),
    read,
    write(value) {
      if (!isTime) return value.toFixed(decimals)
      const iso = new Date(value).toISOString()
      return field.kind === 'date' ? iso.slice(0, 10) : iso.replace('.000Z', 'Z')
    },
    accepts: (text) => field.parse(text).problem === undefined,
    isSmall: field.kind === 'year' || field.kind === 'rating',
    step: field.kind === 'date' ? day : field.kind === 'dateTime' ? 1 : 10 ** -decimals,
  }
}
