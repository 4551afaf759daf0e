/**
 * Books: ISO 2108. The 13 digits are a barcode number that begins with 978 or 979. The 10 digits of books from before 2007 are the same
 * number without its 978, and with another kind of check digit. ISBNs are compared in the longer form.
 *
 * An ISBN is shown as 978-0441478125: the first three digits are a part by themselves in every ISBN. The places of the other hyphens are
 * in a table of the agency that changes through the year, so they are shown only where somebody copied them from the book.
 * @see https://www.isbn-international.org/content/isbn-users-manual
 */
import { isMultipleOfEleven, isMultipleOfTen, lastOfTen } from './check-digits.ts'
import { withoutSeparators, wrongLastDigit } from './scheme.ts'
import type { Scheme } from './scheme.ts'

const prefix = /^isbn(?:[ -]?1[03](?=\D))?:? ?/i

const isLong = /^97[89]\d{10}$/
const isShort = /^\d{9}[\dx]$/

export const isbn: Scheme = {
  label: 'ISBN (books)',
  help: () => 'An ISBN, as it stands in the book: 13 digits, or 10 in older ones.',
  read(folded) {
    const digits = withoutSeparators(folded.replace(prefix, ''))
    if (isShort.test(digits)) {
      if (!isMultipleOfEleven(digits)) return wrongLastDigit('ISBN')
      const long = `978${digits.slice(0, 9)}`
      return { value: long + lastOfTen(long) }
    }
    if (!isLong.test(digits))
      return {
        problem: 'is no ISBN: that has 13 digits and begins with 978 or 979, or it has 10',
        fix: 'Count the digits.',
      }
    if (digits.startsWith('9790'))
      return {
        problem: 'is no ISBN: what begins with 979-0 is the number of printed music',
        fix: 'Correct it.',
      }
    return isMultipleOfTen(digits) ? { value: digits } : wrongLastDigit('ISBN')
  },
  show(typed, normal) {
    const parts = typed
      .trim()
      .replace(prefix, '')
      .split(/[\p{Pd}\s]+/u)
    const own = parts.length === 5 ? parts.slice(1, 4) : parts.length === 4 ? parts.slice(0, 3) : []
    const [first, last] = [normal.slice(0, 3), normal.slice(12)]
    return own.join('') === normal.slice(3, 12)
      ? [first, ...own, last].join('-')
      : `${first}-${normal.slice(3)}`
  },
}
