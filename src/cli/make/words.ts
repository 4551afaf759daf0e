/** What a new resource is called, wherever it has a name: in sentences, in code, in the database. */

export interface ResourceWords {
  /** The table, the address and the folder: `reading_lists`. */
  readonly table: string
  /** In sentences: "reading list", "reading lists". */
  readonly one: string
  readonly many: string
  /** Whether `one` was guessed from the name. */
  readonly isGuess: boolean
  /** In types and functions: `ReadingList` in `createReadingList`, `ReadingLists` in `listReadingLists`. */
  readonly typeOfOne: string
  readonly typeOfMany: string
  /** In permissions: `reading_list.read`. */
  readonly permission: string
}

/** @returns undefined where the singular cannot be guessed */
export function wordsOf(
  table: string,
  given: { one?: string | undefined; plural?: string | undefined },
): ResourceWords | undefined {
  const many = given.plural ?? table.replaceAll('_', ' ')
  const one = given.one ?? singularOf(many)
  if (one === undefined) return undefined
  return {
    ...{ table, one, many },
    isGuess: given.one === undefined,
    typeOfOne: pascalOf(one),
    typeOfMany: pascalOf(table),
    permission: one.replace(/[ -]/g, '_'),
  }
}

/** English plurals that follow a rule: "categories", "boxes", "statuses", "loans". */
const endings: [plural: RegExp, singular: string][] = [
  [/(?<=[^aeiou])ies$/, 'y'],
  [/(?<=ss|[^o]us|x|ch|sh)es$/, ''],
  [/(?<=[^s])s$/, ''],
]

function singularOf(many: string): string | undefined {
  const rule = endings.find(([plural]) => plural.test(many))
  return rule && many.replace(rule[0], rule[1])
}

function pascalOf(words: string): string {
  return words.replace(/(^|[ _-])([a-z0-9])/g, (_, _gap, letter: string) => letter.toUpperCase())
}

/** The same beginning with a small letter: `readingLists`. */
export const camelOf = (words: string): string => {
  const pascal = pascalOf(words)
  return pascal.charAt(0).toLowerCase() + pascal.slice(1)
}
