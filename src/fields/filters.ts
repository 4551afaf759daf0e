/** The three ways to narrow a list by a field: from one value to another, to some of a few choices, and to what holds a word. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Checked } from '../rules/checks.ts'
import { normalForms } from '../rules/identifiers/index.ts'
import { withoutSeparators } from '../rules/identifiers/scheme.ts'
import { mostWords, searchKey, searchWords } from '../rules/text.ts'
import type { Filter } from './field.ts'

/** The values as a form holds them; an end that is not there is open. */
export interface Range {
  from?: string
  to?: string
}

/** @param parse reads one end, as the form does @param compare below zero where the first is the smaller */
export function rangeFilter<Value>(
  parse: (sent: string) => Checked<Value | null>,
  text: (value: Value) => string,
  compare: (a: Value, b: Value) => number,
): Filter<Range> {
  const valueOf = (end: string) => parse(end).value as Value
  return {
    kind: 'range',
    parameters: (name) => [`${name}_from`, `${name}_to`],
    read({ name, label }, sent, say) {
      const range: Range = {}
      for (const end of ['from', 'to'] as const) {
        const given = sent(`${name}_${end}`).at(-1)?.trim() ?? ''
        const { value, problem } = parse(given)
        if (problem !== undefined)
          say(`“${shortened(given)}” was left out of the filter ${label} (${end}): it ${problem}.`)
        else if (value !== null) range[end] = text(value)
      }
      const { from, to } = range
      if (from === undefined && to === undefined) return undefined
      if (from === undefined || to === undefined || compare(valueOf(from), valueOf(to)) <= 0) return range
      say(
        `The two ends of ${label} were the wrong way round: ${from} comes after ${to}. They were exchanged.`,
      )
      return { from: to, to: from }
    },
    query: (name, { from, to }) => ({
      ...(from !== undefined && { [`${name}_from`]: from }),
      ...(to !== undefined && { [`${name}_to`]: to }),
    }),
    count: () => 1,
    where(column, { from, to }) {
      const ends = [
        ...(from === undefined ? [] : [sql`${sql.ref(column)} >= ${valueOf(from)}`]),
        ...(to === undefined ? [] : [sql`${sql.ref(column)} <= ${valueOf(to)}`]),
      ]
      return sql<boolean>`(${sql.join(ends, sql` and `)})`
    },
  }
}

/**
 * Any of the chosen keys will do.
 * @param keys all that can be chosen
 * @param isOne SQL that is true for a row with this key
 */
export function choicesFilter(
  keys: readonly string[],
  isOne: (column: string, key: string) => RawBuilder<unknown>,
): Filter<string[]> {
  return {
    kind: 'choices',
    keys,
    parameters: (name) => [name],
    read({ name, label }, sent, say) {
      const given = [...new Set(sent(name).filter((each) => each !== ''))]
      const unknown = given.filter((each) => !keys.includes(each))
      if (unknown.length > 0)
        say(
          `${label} has no choice called ${unknown.slice(0, 5).map(quoted).join(', ')}, so it was left out.`,
        )
      // In the order of the declaration, so that one choice has one address.
      const known = keys.filter((key) => given.includes(key))
      return known.length === 0 ? undefined : known
    },
    query: (name, chosen) => ({ [name]: chosen }),
    count: (chosen) => chosen.length,
    where: (column, chosen) =>
      sql<boolean>`(${sql.join(
        chosen.map((key) => isOne(column, key)),
        sql` or `,
      )})`,
  }
}

const longest = 200

/** Words as a form and an address hold them. */
const words = {
  parameters: (name: string) => [name],
  read(
    { name, label }: { name: string; label: string },
    sent: (parameter: string) => readonly string[],
    say: (notice: string) => void,
  ) {
    const letters = [...(sent(name).at(-1)?.trim().replace(/\s+/g, ' ') ?? '')]
    if (letters.length > longest) say(`Only the first ${longest} characters of ${label} are looked for.`)
    const text = letters.slice(0, longest).join('')
    return searchWords(text).length === 0 ? undefined : text
  },
  query: (name: string, text: string) => ({ [name]: text }),
  count: () => 1,
}

/** Every word stands somewhere in the field, whatever its accents and case. Looks into the folded text beside it. */
export const containsFilter = {
  ...words,
  kind: 'contains',
  where(column: string, text: string) {
    const key = sql.ref(`${column}_key`)
    const conditions = searchWords(text)
      .slice(0, mostWords)
      // `%` and `_` mean "anything" to LIKE: what a person types means itself.
      .map((word) => sql`${key} like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`)
    return sql<boolean>`(${sql.join(conditions, sql` and `)})`
  },
} as const satisfies Filter<string>

/** The same for a long text, whose words the search index holds: each is found as the beginning of a longer one. */
export const wordsFilter: Filter<string> = { ...words, kind: 'words' }

/**
 * The same for identifiers, however they are spelled: hyphens and blanks do not count, and an ISBN of ten digits finds the one of thirteen.
 * @see identifierKey for what stands beside the field
 */
export const identifierFilter: Filter<string> = {
  ...containsFilter,
  where(column, text) {
    const key = sql.ref(`${column}_key`)
    const bare = withoutSeparators(searchKey(text)).replace(/[\\%_]/g, '\\$&')
    const contains = sql`replace(replace(${key}, '-', ''), ' ', '') like ${`%${bare}%`} escape '\\'`
    return sql<boolean>`(${containsFilter.where(column, text)} or ${key} in (${sql.join(normalForms(text))})${bare === '' ? sql`` : sql` or ${contains}`})`
  },
}

const quoted = (text: string) => `“${shortened(text)}”`

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}
