/** A field that holds one of a list in code, by its key. (A list that staff change while the program runs is a lookup.) */
import { p } from '@mikro-orm/core'
import { sql } from 'kysely'
import type { Checked } from '../rules/checks.ts'
import { capital } from '../rules/words.ts'
import type { OptionsWith } from './field.ts'
import { choicesFilter } from './filters.ts'
import { textLiteral } from './sql.ts'

export interface ChoiceOptions extends OptionsWith<string> {
  /** The keys in their order, or the keys with what each is called. Sorting follows this order. */
  values: readonly string[] | Readonly<Record<string, string>>
}

export function choiceField(label: string, { values, ...options }: ChoiceOptions) {
  const labels: Readonly<Record<string, string>> = isList(values)
    ? Object.fromEntries(values.map((key) => [key, capital(key.replaceAll('_', ' '))]))
    : values
  const keys = Object.keys(labels)
  // PostgreSQL indexes an expression only in brackets, unless it is a function call.
  const place = (column: string, none: number) =>
    `(case ${column} ${keys.map((key, index) => `when ${textLiteral(key)} then ${index}`).join(' ')} else ${none} end)`
  return {
    kind: 'choice' as const,
    label,
    ...options,
    labels,
    keyed: false as const,
    empty: null as string | null,
    column: () => p.text().nullable(),
    checks: (name: string) => [
      { name: 'choices', expression: `${name} in (${keys.map(textLiteral).join(', ')})` },
    ],
    parse(sent: string): Checked<string | null> {
      const text = sent.trim()
      if (text === '') return { value: null }
      const key = keys.find((each) => each === text) ?? keys.find((each) => labels[each] === text)
      return key === undefined
        ? { problem: 'is not one of the choices', fix: `Take one of these: ${keys.join(', ')}.` }
        : { value: key }
    },
    text: (value: string | null) => value ?? '',
    order: (column: string) => ({ up: place(column, keys.length), down: place(column, -1) }),
    filterBy: choicesFilter(keys, (column, key) => sql`${sql.ref(column)} = ${key}`),
  }
}

const isList = (values: ChoiceOptions['values']): values is readonly string[] => Array.isArray(values)
