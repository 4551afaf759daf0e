/**
 * Citations in the style of APA, 7th edition, as plain text.
 * @see https://apastyle.apa.org/style-grammar-guidelines/references/examples
 */
import { initials } from './names.ts'
import type { CitedName } from './names.ts'
import { identified, kindWords, sentences, stopped, volumeAndIssue } from './work.ts'
import type { CitedWork } from './work.ts'

/** Of more authors than this, those between the nineteenth and the last are left out. */
const mostAuthors = 20

export function apa(work: CitedWork): string {
  const { kind, title, authors, year } = work
  const word = kindWords[kind]
  const named = word === undefined ? title : `${title} [${word}]`
  const date = `(${year === null ? 'n.d.' : yearText(year)})`
  const { address } = identified(work)
  // Where nobody is known, the title stands in the author's place.
  const head = authors.length === 0 ? [named, date] : [authorsText(authors), date, named]
  return sentences([...head, sourceOf(work), address])
}

const yearText = (year: number) => (year < 0 ? `${-year} B.C.E.` : String(year))

function sourceOf(work: CitedWork): string {
  const { kind, container, publisher, place, pages } = work
  const { volume, issue } = volumeAndIssue(work.volume)
  if (kind === 'article')
    return [container, volume + (issue && `(${issue})`), pages].filter((part) => part !== '').join(', ')
  const { mark } = identified(work)
  const kept = place === '' ? mark : mark === '' ? place : `${place} (${mark})`
  return [publisher === '' ? '' : stopped(publisher), kept].filter((part) => part !== '').join(' ')
}

function authorsText(authors: readonly CitedName[]): string {
  const names = authors.map(nameText)
  const last = names.at(-1) ?? ''
  if (names.length === 1) return last
  if (names.length > mostAuthors) return `${names.slice(0, mostAuthors - 1).join(', ')}, … ${last}`
  return `${names.slice(0, -1).join(', ')}, & ${last}`
}

const nameText = ({ family, given, suffix, isWhole }: CitedName): string =>
  isWhole ? family : [family, initials(given), suffix].filter((part) => part !== '').join(', ')
