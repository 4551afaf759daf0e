/** What a name looks like, so that nobody takes a name that looks like somebody else's. */
import { lookAlikes } from './look-alikes.ts'

/**
 * The skeleton of a name: names that look alike have the same one. It is for comparing only, and never shown. Case, accents and
 * invisible characters go, letters that look alike become one, and whatever is no letter or digit becomes one space, or none at either end.
 * @see https://www.unicode.org/reports/tr39/#Confusable_Detection
 */
export function skeletonOf(name: string): string {
  return skeletonWith(lookAlikes, name)
}

/** @param alike each letter with what it looks like */
export function skeletonWith(alike: ReadonlyMap<string, string>, name: string): string {
  const replaced = (text: string) => [...text].map((letter) => alike.get(letter) ?? letter).join('')
  // Twice: capitals look like other letters than small ones, and the name may be read either way.
  const first = replaced(name.normalize('NFKD').replace(/\p{Default_Ignorable_Code_Point}+/gu, ''))
  return replaced(first.toLowerCase())
    .toLowerCase()
    .normalize('NFKD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{N}])\p{Mn}+/gu, '$1')
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, ' ')
    .trim()
}
