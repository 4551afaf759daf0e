/** How text is folded into a key for comparing, sorting and finding: the one way for the whole project. */

/** Letters that Unicode does not take apart into a plain letter and a mark, with the spelling readers look for. */
const plainLetters: Record<string, string> = {
  ς: 'σ',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'ng',
}
const special = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu')

/** What counts as a quotation mark beside `"`, and as a hyphen or dash: the insides of a class of characters. */
export const quotationMarks = '“”„‟«»〝〞〟″‶״＂'
export const dashes = '\\p{Pd}−⁃'

/**
 * Signs that look alike: people type one, and the record has another. Telephones write ’ for ', and there are five hyphens.
 * They are replaced while ´ and ″ are still whole: the compatibility forms (NFKD) take them apart, the canonical ones (NFD) do not.
 */
const alike: readonly [RegExp, string][] = [
  [/\p{DI}/gu, ''], // invisible: a soft hyphen, what joins letters or keeps them apart, marks of direction
  [/[`´‘’‚‛‹›ʹʻʼʽʾʿˈˊˋ՚׳′‵᾽᾿῾ꞌ＇]/gu, "'"],
  [new RegExp(`[${quotationMarks}]`, 'gu'), '"'],
  [new RegExp(`[${dashes}]`, 'gu'), '-'],
]

/**
 * The key under which a name or title is compared, sorted and found: "Émile  ZOLA" and "emile zola" have the same one.
 *
 * Compatibility forms become plain ones (ﬁ is fi), case and accents go, every run of spaces becomes one space. Apostrophes, quotation
 * marks, hyphens and dashes are each written in one way, and invisible letters go.
 * Both engines store the key as text and compare it by code point, so they sort alike. `searchKey(searchKey(x))` is `searchKey(x)`.
 * Marks are dropped for Latin, Greek and Cyrillic letters only: in other scripts they are part of the word
 * (the Hindi vowel signs, the Japanese が).
 *
 * @see https://www.unicode.org/reports/tr15/ for the normalisation forms
 */
export function searchKey(text: string): string {
  if (isPlain(text)) return collapse(text.toLowerCase().replaceAll('`', "'"))
  return collapse(fold(fold(text)))
}

function fold(text: string): string {
  return alike
    .reduce((so, [signs, sign]) => so.replace(signs, sign), text.normalize('NFD'))
    .normalize('NFKD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Mn}+/gu, '$1')
    .toUpperCase() // upper case first: ς and σ, ß and ss have one capital
    .toLowerCase()
    .replace(special, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFKC')
}

/** The highest code point: with it behind, a key sorts after every key that begins as it does. */
export const lastCharacter = '\u{10FFFF}'

/** Only ASCII: nothing to take apart, which is most names, and quick. */
export function isPlain(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- the whole of ASCII is meant
  return /^[\x00-\x7f]*$/.test(text)
}

function collapse(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Z}]+/gu, ' ').trim()
}

/** More words than this a search does not look at: each of them is looked for in every title. */
export const mostWords = 8

/** The words of a search, folded. One that stands in another one is left out: whatever holds that one holds it too. */
export function searchWords(text: string): string[] {
  const words = [...new Set(searchKey(text).split(' '))].filter(Boolean)
  return words.filter((word) => !words.some((other) => other !== word && other.includes(word)))
}

/**
 * Whether a letter has more combining marks than in any language. The time to put marks in order grows with the square of their number:
 * minutes for a megabyte. Each run of marks is looked at once: `/\p{M}{31}/u` would begin anew at each mark, which takes ten times as long.
 * @see https://www.unicode.org/reports/tr15/#Stream_Safe_Text_Format for the limit of 30
 */
function hasTooManyMarks(text: string): boolean {
  for (const [run] of text.matchAll(/\p{M}+/gu)) if (run.length > 30 && lengthOf(run) > 30) return true
  return false
}

/** Why a text is refused, in a few words: a control character (NUL, ESC, ...), half a surrogate pair, or too many combining marks. */
export function flawOf(text: string): string | undefined {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  const control = /[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/.exec(text)?.[0].charCodeAt(0)
  if (control !== undefined)
    return `the control character U+${control.toString(16).toUpperCase().padStart(4, '0')}`
  if (isPlain(text)) return undefined
  if (hasTooManyMarks(text)) return 'too many accents on one letter'
  return text.isWellFormed() ? undefined : 'half a character'
}

/**
 * Text as it may be stored: line ends as LF, Unicode composed (NFC). Whatever comes in (form, import, API) passes here once.
 * @returns the text, or `null` where it has a flaw (see `flawOf`)
 */
export function normaliseText(text: string): string | null {
  if (flawOf(text) !== undefined) return null
  const lines = text.replace(/\r\n?/g, '\n')
  if (isPlain(lines)) return lines
  const clean = lines.normalize('NFC')
  // One sign may have been taken apart into several marks.
  return clean !== lines && hasTooManyMarks(clean) ? null : clean
}

/** How many characters a person would count, nearly: code points, as `length()` counts them in both databases. */
export function lengthOf(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
