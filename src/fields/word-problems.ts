/** Which words of a domain cannot be: every page and every message is made of them. */

/** What a domain says of its words, as it may be misspelt: the program runs without asking TypeScript. */
export interface DeclaredWords {
  readonly name?: unknown
  readonly tagline?: unknown
  readonly item?: unknown
  readonly locale?: unknown
}

/** @returns a line for each that cannot be */
export function problemsOfWords({ name, tagline, item, locale }: DeclaredWords): string[] {
  return [
    ...(isText(name) ? [] : [`there is no name: write name: 'My catalogue',`]),
    ...(isText(tagline) ? [] : [`there is no tagline: write tagline: 'What it is, in one sentence.',`]),
    ...(isNoun(item) ? [] : [`the item has no words: write item: noun('product', 'products'),`]),
    ...(isLocale(locale) ? [] : [`the locale is no language with a country: write locale: 'en-GB',`]),
  ]
}

const isText = (value: unknown) => typeof value === 'string' && value.trim() !== ''

function isNoun(value: unknown): boolean {
  const { one, many, a } = (value ?? {}) as Record<string, unknown>
  return [one, many, a].every(isText)
}

function isLocale(value: unknown): boolean {
  try {
    return isText(value) && Intl.DateTimeFormat.supportedLocalesOf(value as string).length > 0
  } catch {
    return false
  }
}
