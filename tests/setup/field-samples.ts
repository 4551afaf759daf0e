/** Values for every declared field, by its kind: two that differ, one more to write, and how a page shows the first. */
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { fieldNamed, itemFields } from '../../src/domain.ts'
import type { FieldName } from '../../src/domain.ts'
import type { AnyField } from '../../src/fields/field.ts'
import { showField } from '../../src/ui/fields/index.tsx'

export interface FieldSample {
  /** As a form sends them. Items that have them stand the one way or the other when they are sorted. */
  first: string
  second: string
  /** A third value, with a word in it where the kind has words: nothing else has the same. */
  other: (word: string) => string
  /** Whether the first value is found nowhere by chance, as a word or a long number; a rating of 1 is. */
  isRare: boolean
}

/** For a field whose `pattern` fits none of the samples: two values that it takes, by its name. */
const own: Readonly<Record<string, readonly [first: string, second: string]>> = {}

/** The values for a field. @throws where its declaration takes none of them */
export function sampleOf(name: FieldName): FieldSample {
  const field = fieldNamed(name)
  if (!field) throw new Error(`There is no field ${name}.`)
  const place = itemFields.findIndex(([each]) => each === name)
  const ownValues = own[name]
  const sample = ownValues
    ? { first: ownValues[0], second: ownValues[1], other: () => ownValues[0], isRare: false }
    : samplesOf(field, name.replaceAll('_', ''), place).find(
        ({ first, second }) => isTaken(field, first) && isTaken(field, second),
      )
  if (!sample)
    throw new Error(
      `The field ${name} takes none of the samples: add two values of it to tests/setup/field-samples.ts.`,
    )
  return sample
}

const isTaken = (field: AnyField, sent: string) => field.parse(sent).problem === undefined

/** The value in our code that a form's text stands for. */
export function valueOf(name: FieldName, sent: string): unknown {
  return fieldNamed(name)?.parse(sent).value
}

/** Whether a page shows the first value of a field: where such a value may be there by chance, only under its label or at its head. */
export function isShownIn(page: string, name: FieldName): boolean {
  const field = fieldNamed(name)
  const { first, isRare } = sampleOf(name)
  if (!field) return false
  const text = words(renderToString(h('p', null, showField(field, valueOf(name, first)))))
  if (isRare) return words(page).includes(text)
  const label = words(renderToString(h('p', null, field.label)))
  const heads = [...page.matchAll(/<p class="(?:sheet|card)-head">.*?<\/p>/gs)].map(([head]) => words(head))
  return words(page).includes(label + text) || heads.some((head) => head.endsWith(text))
}

const words = (html: string) => html.replaceAll(/<[^>]*>/g, '')

/** What to try, the likeliest first: which of them is taken depends on the limits that a field is declared with. */
function samplesOf(field: AnyField & Limits, name: string, place: number): FieldSample[] {
  const { min, max, decimals = 0 } = field
  const number = (value: number) => value.toFixed(decimals)
  const day = String(place + 1).padStart(2, '0')
  switch (field.kind) {
    case 'title':
      return [rare('Äpfel Markone', 'Zebra Marktwo', (word) => `Written ${word}`)]
    case 'text':
    case 'identifier':
      return [rare(`Í${name}one`, `Á${name}two`, (word) => name + word), rare(`Íb${place}`, `Áb${place}`)]
    case 'longText':
      return [rare(`${name}one`, `aaa${name}two`, (word) => name + word), rare(`xb${place}`, `ab${place}`)]
    case 'link':
      return [rare(`https://one.example/${name}`, '', (word) => `https://${word}.example/${name}`)]
    case 'year':
      return [rare(`${1801 + place}`, `${1999 - place}`), common(`${min ?? 1}`, `${max ?? 2}`)]
    case 'integer':
    case 'decimal':
    case 'money': {
      const [least, most] = [Number(min ?? 0), Number(max ?? 1)]
      return [rare(number(730_100 + place), number(910_200 + place)), common(number(least), number(most))]
    }
    case 'date':
      return [rare(`1871-03-${day}`, `1968-10-${day}`), common(String(min), String(max))]
    case 'dateTime':
      return [rare(`1871-03-${day}T08:17:00Z`, `1968-10-${day}T09:18:00Z`), common(String(min), String(max))]
    case 'rating':
      return [common('1', String(field.most))]
    case 'choice':
      return [common(field.filterBy?.keys?.at(0) ?? '', field.filterBy?.keys?.at(-1) ?? '')]
    case 'yesNo':
      return [common('yes', 'no')]
  }
}

/** What the kinds with limits are declared with. */
interface Limits {
  min?: string | number
  max?: string | number
  decimals?: number
  most?: number
}

const rare = (first: string, second: string, other = (_word: string) => first): FieldSample => ({
  first,
  second,
  other,
  isRare: true,
})

const common = (first: string, second: string): FieldSample => ({ ...rare(first, second), isRare: false })
