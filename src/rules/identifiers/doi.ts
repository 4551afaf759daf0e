/**
 * Papers and data: ISO 26324. 10.NUMBER/ANYTHING, whatever its case, also given as `doi:...` or as an address of doi.org. It is shown as its
 * name, which fits into a table, with a link to that address; a citation writes the address out. There is no digit by which a wrong one is found.
 * @see https://www.doi.org/doi-handbook/HTML/doi-name-syntax.html
 * @see https://www.crossref.org/display-guidelines/ for the address
 */
import { searchKey } from '../text.ts'
import type { Scheme } from './scheme.ts'

const site = 'https://doi.org/'
const address = /^(?:https?:\/\/)?(?:dx\.|www\.)?doi\.org\//i
const label = /^doi:? ?(?=10\.|doi|https?:)/i

/** The name alone, in the case in which it was typed. */
function nameIn(typed: string): string {
  const text = typed.trim()
  if (label.test(text)) return nameIn(text.replace(label, ''))
  return address.test(text) ? nameIn(decoded(text.replace(address, ''))) : text
}

/** An address writes `<` as `%3C`. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The address as people read it. `%` begins a code in it, so one that belongs to the name is written as its own. */
export const addressOfDoi = (typed: string): string => site + nameIn(typed).replaceAll('%', '%25')

export const doi: Scheme = {
  label: 'DOI (papers and data)',
  help: () => 'A DOI, such as 10.1000/182, or its address.',
  read(folded) {
    const name = searchKey(nameIn(folded))
    return /^10\.\d{4,9}(?:\.\d+)*\/\S+$/.test(name)
      ? { value: name }
      : {
          problem: 'is no DOI: that begins with 10. and a number, and goes on after a /',
          fix: 'Copy the whole of it.',
        }
  },
  show: (typed) => nameIn(typed),
  href: (typed) => site + nameIn(typed).split('/').map(encodeURIComponent).join('/'),
}
