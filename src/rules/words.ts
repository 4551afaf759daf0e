/** Words in the number and form that a sentence needs, and numbers as they are read. Pure: no word of any project stands here. */

/** A thing that can be counted, in the forms a sentence needs. All lower case, as in the middle of a sentence. */
export interface Noun {
  readonly one: string
  readonly many: string
  /** With its article: "an item", "a product". */
  readonly a: string
}

/**
 * Makes a noun. The article is guessed from the first letter, which is right for most words;
 * give `article` where the sound differs from the spelling ("an hour", "a user").
 */
export function noun(one: string, many: string, article?: 'a' | 'an'): Noun {
  return { one, many, a: `${article ?? (/^[aeiou]/i.test(one) ? 'an' : 'a')} ${one}` }
}

const format = new Intl.NumberFormat('en')

/** A number as it is read: `formatNumber(1200)` is "1,200". (`toLocaleString` looks the language up anew each time, which is slow.) */
export function formatNumber(number: number): string {
  return number >= 0 && number < 1000 && Number.isInteger(number) ? String(number) : format.format(number)
}

/** The noun in the number that fits: `counted(1, domain.item)` is "1 item", `counted(1200, domain.item)` "1,200 items". */
export function counted(count: number, word: Noun): string {
  return `${formatNumber(count)} ${count === 1 ? word.one : word.many}`
}

/** The first letter as a capital, for headings and labels: "item" becomes "Item". */
export function capital(word: string): string {
  return word.charAt(0).toLocaleUpperCase('en') + word.slice(1)
}
