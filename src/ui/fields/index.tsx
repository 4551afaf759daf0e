/** Every kind of field as people meet it: typed in a form, read on a page. */
import type { ComponentChildren } from 'preact'
import { isReference } from '../../fields/field.ts'
import type { AnyField, KindName, ReferenceField } from '../../fields/field.ts'
import type { Range } from '../../fields/filters.ts'
import type { SchemeOfType } from '../../rules/identifiers/index.ts'
import { choiceView } from './choice.tsx'
import { dateTimeView } from './date-time.tsx'
import { dateView } from './date.tsx'
import { decimalView } from './decimal.tsx'
import type { FieldView } from './field-view.ts'
import { identifierView } from './identifier.tsx'
import { integerView } from './integer.tsx'
import { linkView } from './link.tsx'
import { longTextView } from './long-text.tsx'
import { moneyView } from './money.tsx'
import { ratingView } from './rating.tsx'
import { textView } from './text.tsx'
import { titleView } from './title.tsx'
import { yearView } from './year.tsx'
import { yesNoView } from './yes-no.tsx'

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each view is given fields of its own kind alone
const views: Record<KindName, FieldView<any, any>> = {
  choice: choiceView,
  date: dateView,
  dateTime: dateTimeView,
  decimal: decimalView,
  identifier: identifierView,
  integer: integerView,
  link: linkView,
  longText: longTextView,
  money: moneyView,
  rating: ratingView,
  text: textView,
  title: titleView,
  year: yearView,
  yesNo: yesNoView,
}

interface FieldInputProps {
  readonly name: string
  readonly field: AnyField
  readonly value: string
  readonly error: string | undefined
  /** In the place of what the declaration says. */
  readonly help?: string | undefined
  readonly required?: boolean | undefined
}

/** The input of a field in a form. */
export function FieldInput({ name, field, value, error, ...given }: FieldInputProps) {
  const { Input } = views[field.kind]
  const { label } = field
  const { help = field.help, required = field.required } = given
  return <Input {...{ name, label, value, error, required, field }} hint={help === '' ? undefined : help} />
}

/** Whether there is something to show. */
export const isFilled = (field: AnyField, value: unknown): boolean =>
  value !== undefined && value !== null && value !== field.empty

/**
 * The value as people read it; nothing where there is none.
 * @param type the scheme of the item's type, by which an identifier has its usual form
 */
export function showField(field: AnyField, value: unknown, type?: SchemeOfType): ComponentChildren {
  return isFilled(field, value) ? views[field.kind].show(value, field, type) : null
}

export const cellKind = (field: AnyField) => views[field.kind].cell

/** How one end of a range is typed. */
export const rangeInput = (field: AnyField | ReferenceField) =>
  isReference(field) ? undefined : views[field.kind].rangeInput

/** What is chosen of a field, in words: one text for each thing that can be taken off by itself, with what stays without it. */
export function chosenTexts(
  field: AnyField | ReferenceField,
  choice: unknown,
): { text: string; without: unknown }[] {
  if (isReference(field)) return [{ text: `${field.label}: ${choice as string}`, without: undefined }]
  if (field.filterBy?.kind === 'range')
    return [{ text: rangeText(field, choice as Range), without: undefined }]
  if (field.filterBy?.kind === 'contains' || field.filterBy?.kind === 'words')
    return [{ text: `${field.label}: “${choice as string}”`, without: undefined }]
  const chosen = choice as string[]
  return chosen.map((key) => {
    const others = chosen.filter((other) => other !== key)
    return {
      text: `${field.label}: ${keyText(field, key)}`,
      without: others.length === 0 ? undefined : others,
    }
  })
}

/** What one of a few choices is called. */
export function keyText(field: AnyField, key: string): string {
  if (key === 'none' && field.kind !== 'choice') return field.kind === 'yesNo' ? 'Not known' : 'None'
  return field.kind === 'link' ? 'There is one' : plainText(field, field.parse(key).value)
}

export function rangeText(field: AnyField, { from, to }: Range): string {
  const text = (end: string) => plainText(field, field.parse(end).value)
  const label = field.kind === 'year' ? '' : `${field.label}: `
  if (from === undefined) return `${label}to ${text(to ?? '')}`
  if (to === undefined) return `${label}from ${text(from)}`
  return from === to ? `${label}${text(from)}` : `${label}${text(from)} to ${text(to)}`
}

/** As `showField`, for places where only text may stand. */
export function plainText(field: AnyField, value: unknown): string {
  const shown = showField(field, value)
  if (typeof shown === 'string') return shown
  const children = (shown as { props?: { children?: unknown } } | null)?.props?.children
  return typeof children === 'string' ? children : ''
}

/** What is shown where no label stands beside it: a number says what it counts, what explains itself stands alone. */
export function noteOf({ kind, label }: AnyField, shown: ComponentChildren): ComponentChildren {
  if (kind === 'integer' || kind === 'decimal')
    return (
      <>
        <span class="note-label">{label}</span> <span class="number">{shown}</span>
      </>
    )
  return kind === 'choice' || kind === 'yesNo' || kind === 'text' ? (
    shown
  ) : (
    <span class="number">{shown}</span>
  )
}
