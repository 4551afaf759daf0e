/** The title: what every item has, and what it is called wherever it is named. */
import { p } from '@mikro-orm/core'
import { checkTrimmed, needed } from '../rules/checks.ts'
import type { Checked } from '../rules/checks.ts'
import { limits } from '../rules/limits.ts'
import { searchKey } from '../rules/text.ts'
import { atMost, notBlank, titleOrder } from './sql.ts'

export interface TitleOptions {
  /** Said beside the field in the form. */
  help?: string
  /** Words that do not count for the order of the list where a title begins with them: `['the', 'a', 'an']`. */
  article?: readonly string[]
}

export function titleField(label: string, { article = [], ...options }: TitleOptions = {}) {
  return {
    kind: 'title',
    label,
    ...options,
    articles: article.map(searchKey),
    required: true,
    table: true,
    card: true,
    sort: true,
    search: true,
    keyed: true,
    empty: '',
    column: () => p.text(),
    checks,
    parse,
    text: (value: string) => value,
    keyOf: (value: string) => searchKey(value),
    // Every item has one, so the same index serves both directions.
    order: (column: string) => ({ up: titleOrder(column), down: titleOrder(column) }),
  } as const
}

const checks = (name: string) => [
  notBlank(name),
  { ...notBlank(`${name}_key`), name: 'key_not_blank' },
  atMost(name, limits.title),
]

/** It must hold something to read: neither blanks alone nor characters that do not show. */
function parse(sent: string): Checked<string> {
  const title = checkTrimmed(sent, limits.title)
  return title.value !== undefined && searchKey(title.value) === '' ? needed : title
}
