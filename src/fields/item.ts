/** A field that refers to another item, by its number. Emptied when that item is deleted. */
import type { Checked, NameRef } from '../rules/checks.ts'
import type { FieldOptions } from './field.ts'
import { oneOf } from './one-of.ts'
import { limits } from '../rules/limits.ts'

export function itemField(label: string, options: Omit<FieldOptions, 'sort' | 'unique' | 'search'> = {}) {
  return {
    kind: 'item' as const,
    label,
    help: 'Its number, as in the address of its page',
    ...options,
    many: false as const,
    makes: false,
    readNames: oneOf(checkNumbers),
  }
}

/** What the items are called whose numbers stand in a form, by the names of its fields. */
export type ItemTitles = Readonly<Partial<Record<string, string>>>

function checkNumbers(sent: readonly string[]): Checked<NameRef[]> {
  const numbers = sent.map((each) => each.trim()).filter((each) => each !== '')
  if (numbers.some((each) => !/^[1-9]\d{0,9}$/.test(each) || Number(each) > limits.id))
    return { problem: 'is not a number', fix: 'Take it from the end of the address of its page.' }
  return { value: numbers.map((each) => ({ name: each, key: each })) }
}
