/**
 * Magazines, newspapers and series: ISO 3297. Eight digits, of which the last may be an X, shown as 0317-8471.
 * @see https://www.issn.org/understanding-the-issn/what-is-an-issn/
 */
import { isMultipleOfEleven } from './check-digits.ts'
import { withoutSeparators, wrongLastDigit } from './scheme.ts'
import type { Scheme } from './scheme.ts'

export const issn: Scheme = {
  label: 'ISSN (magazines and series)',
  help: () => 'An ISSN, such as 0317-8471.',
  read(folded) {
    const digits = withoutSeparators(folded.replace(/^issn:? ?/, ''))
    if (!/^\d{7}[\dx]$/.test(digits))
      return {
        problem: 'is no ISSN: that has 8 digits, of which the last may be an X',
        fix: 'Count the digits.',
      }
    return isMultipleOfEleven(digits) ? { value: digits } : wrongLastDigit('ISSN')
  },
  show: (_, normal) => `${normal.slice(0, 4)}-${normal.slice(4).toUpperCase()}`,
}
