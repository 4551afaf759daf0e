/** Values for every declared field, by its kind: two that differ, one more to write, and how a page shows the first. */
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { Database } from '../../src/db/engine/connection.ts'
import { declarationOf, declaredNames, fieldNamed } from '../../src/declared.ts'
import type { DeclaredName } from '../../src/declared.ts'
import { isReference } from '../../src/fields/field.ts'
import type { AnyField, ReferenceField } from '../../src/fields/field.ts'
import { showField } from '../../src/ui/fields/index.tsx'
import { addItems } from './catalogue.ts'
import { addPerson } from './people.ts'

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
export function sampleOf(name: DeclaredName): FieldSample {
  return sampleOfField(name, declarationOf(name), declaredNames.indexOf(name))
}

/** The same for a field of another table. @param place its place among the others, so that no two have the same values */
export function sampleOfField(name: string, field: AnyField | ReferenceField, place: number): FieldSample {
  const word = name.replaceAll('_', '')
  const [first, second] = own[name] ?? []
  if (first !== undefined && second !== undefined) return common(first, second)
  const samples = isReference(field) ? [sampleOfReference(field, word)] : samplesOf(field, word, place)
  const sample = samples.find((each) => isTaken(field, each.first) && isTaken(field, each.second))
  if (!sample)
    throw new Error(`The field ${name} takes none of its samples: add two to tests/setup/field-samples.ts.`)
  return sample
}

const isTaken = (field: AnyField | ReferenceField, sent: string) => checked(field, sent).problem === undefined

const checked = (field: AnyField | ReferenceField, sent: string) =>
  isReference(field) ? field.readNames([sent]) : field.parse(sent)

/** The value in our code that a form's text stands for. */
export function valueOf(name: DeclaredName, sent: string): unknown {
  return checked(declarationOf(name), sent).value
}

/** What the samples refer to: accounts and other items. Entries of lookups are made when they are named. */
export async function addSampleTargets(database: Database): Promise<void> {
  const references = declaredNames.map((name) => [name, declarationOf(name)] as const)
  for (const [name, { kind }] of references) {
    if (kind !== 'person') continue
    const { first, second, other } = sampleOf(name)
    for (const username of [first, second, other('')]) await addPerson(database, 'member', username)
  }
  if (!references.some(([, { kind }]) => kind === 'item')) return
  await addItems(database, [{ title: targets.first.title }, { title: targets.second.title }])
  for (const { id, title } of Object.values(targets))
    await database.em().execute('update items set id = ? where title = ?', [id, title])
}

/** Other items that a field of the kind `item` refers to. */
const targets = { first: { id: 9901, title: 'Targetone' }, second: { id: 9902, title: 'Targettwo' } }

/** Whether a page shows the first value of a field: where such a value may be there by chance, only under its label or at its head. */
export function isShownIn(page: string, name: DeclaredName): boolean {
  const field = declarationOf(name)
  const { first, isRare } = sampleOf(name)
  const text = field.kind === 'item' ? targets.first.title : shownText(name, first)
  if (isRare) return words(page).includes(text)
  const label = words(renderToString(h('p', null, field.label)))
  const heads = [...page.matchAll(/<p class="(?:sheet|card)-head">.*?<\/p>/gs)].map(([head]) => words(head))
  return words(page).includes(label + text) || heads.some((head) => head.endsWith(text))
}

function shownText(name: DeclaredName, sent: string): string {
  const field = fieldNamed(name)
  return field ? words(renderToString(h('p', null, showField(field, valueOf(name, sent))))) : sent
}

const words = (html: string) => html.replaceAll(/<[^>]*>/g, '')

function sampleOfReference({ kind }: ReferenceField, word: string): FieldSample {
  if (kind === 'item') return common(String(targets.first.id), String(targets.second.id))
  const end = kind === 'lookup' ? (mark: string) => mark : () => 'three'
  return rare(`${word}one`, `${word}two`, (mark) => word + end(mark))
}

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
