/** The names of authors as citations turn them round: "Vincent van Gogh" is "van Gogh, Vincent", and an organisation stays as it is. */

export interface CitedName {
  /** The family name, or the whole name of an organisation or of somebody with one name. */
  readonly family: string
  readonly given: string
  /** "Jr.", "III". */
  readonly suffix: string
  /** Whether it is not to be turned round. */
  readonly isWhole: boolean
}

const suffixes = /^(?:Jr\.?|Sr\.?|I{1,3}|IV|V)$/
/** A word in small letters before the last belongs to the family name (de, van, von der, al-), and some that are written large (Le Guin). */
const particle = /^(?:\p{Ll}[\p{L}’'.-]*|Le|La|Du|De|Del|Della|Di|Da|Des|Van|Von|Der|Den|Ter|St\.)$/u

/**
 * @param name as it stands in the catalogue: "Ada Lovelace", or turned round already: "Lovelace, Ada"
 * @param citedAs how it is cited, where the name does not show it: with a comma it is a person's name, without one an organisation's
 */
export function citedName(name: string, citedAs = ''): CitedName {
  const text = (citedAs.trim() || name).trim().replace(/\s+/g, ' ')
  if (text.includes(',')) {
    const [family = '', given = '', suffix = ''] = text.split(',').map((part) => part.trim())
    return given === '' ? whole(family) : { family, given, suffix, isWhole: false }
  }
  if (citedAs.trim() !== '') return whole(text)
  const words = text.split(' ')
  const suffix = words.length > 2 && suffixes.test(words.at(-1) ?? '') ? (words.pop() ?? '') : ''
  let first = words.length - 1
  while (first > 0 && particle.test(words[first - 1] ?? '')) first--
  const given = words.slice(0, first).join(' ')
  return given === '' ? whole(text) : { family: words.slice(first).join(' '), given, suffix, isWhole: false }
}

const whole = (family: string): CitedName => ({ family, given: '', suffix: '', isWhole: true })

/** "Jean-Pierre Henri" becomes "J.-P. H." */
export function initials(given: string): string {
  return given
    .split(' ')
    .map((word) =>
      word
        .split('-')
        .map((part) => part.replace(/^([\p{L}\p{N}]\p{M}*).*$/u, '$1.'))
        .join('-'),
    )
    .join(' ')
}

/** "Lovelace, Ada" or "King, Martin Luther, Jr." */
export const turned = ({ family, given, suffix, isWhole }: CitedName): string =>
  isWhole ? family : [family, given, suffix].filter((part) => part !== '').join(', ')

/** "Ada Lovelace" or "Martin Luther King Jr." */
export const straight = ({ family, given, suffix }: CitedName): string =>
  [given, family, suffix].filter((part) => part !== '').join(' ')
