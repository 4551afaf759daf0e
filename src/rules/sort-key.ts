/** By what texts are put in order: as people expect it of a list, with "Volume 2" before "Volume 10", and "The Tempest" under T. */
import { limits } from './limits.ts'

/** A number with more digits is no number to a reader: such numbers come after all others, and are compared as text. */
const mostDigits = 98

/**
 * Two keys compared by code point are in the order of the list. Each number is written with how many digits it has before it, and without
 * zeros in front, so that a longer one is a larger one: "volume 2" becomes "volume 12", "volume 10" becomes "volume 210".
 *
 * @param key the text as `searchKey` folds it
 * @param articles words that do not count where they stand in front, folded: "the"; with an apostrophe at the end also without a space
 * @returns the beginning, `limits.sortedCharacters` long: an index entry on PostgreSQL may not be longer than 2,704 bytes
 */
export function sortKeyOfText(key: string, articles: readonly string[] = []): string {
  return startOf(withoutArticle(key, articles).replace(/[0-9]+/g, numberKey))
}

/** The same, or null where the beginning of the folded text is already its own key. That holds for most texts, and is quickly seen. */
export function ownSortKeyOfText(key: string, articles: readonly string[] = []): string | null {
  const isOther = /[0-9]/.test(key) || articles.some((article) => key.startsWith(article))
  if (!isOther) return null
  const sorted = sortKeyOfText(key, articles)
  return sorted === startOf(key) ? null : sorted
}

export function withoutArticle(key: string, articles: readonly string[]): string {
  for (const article of articles) {
    if (!key.startsWith(article)) continue
    const rest = key.slice(article.length)
    // "A" alone is a title, and "Another Country" begins with no article.
    if (rest.startsWith(' ')) return rest.slice(1)
    if (article.endsWith("'") && rest !== '') return rest
  }
  return key
}

/** Up to 8 digits, one digit in front says how many there are. A longer number gets a 9 in front, and then its length in two digits. */
function numberKey(digits: string): string {
  const number = digits.replace(/^0+(?=.)/, '')
  const { length } = number
  if (length <= 8) return `${length}${number}`
  return `9${length > mostDigits ? 99 : String(length).padStart(2, '0')}${number}`
}

/** The first characters, as SQL's `substr` counts them. */
export function startOf(key: string): string {
  const most = limits.sortedCharacters
  return key.length > most ? [...key.slice(0, 2 * most)].slice(0, most).join('') : key
}
