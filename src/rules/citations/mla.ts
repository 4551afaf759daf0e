/**
 * Citations in the style of MLA, 9th edition, as plain text.
 * @see https://style.mla.org/works-cited/works-cited-a-quick-guide/
 */
import { straight, turned } from './names.ts'
import type { CitedName } from './names.ts'
import { identified, kindWords, sentences, stopped, volumeAndIssue } from './work.ts'
import type { CitedWork } from './work.ts'

export function mla(work: CitedWork): string {
  const { kind, title, authors } = work
  const isPart = kind === 'article'
  return sentences([
    authorsText(authors),
    isPart ? `“${stopped(withInnerQuotes(title))}”` : title,
    containerOf(work),
    kindWords[kind] ?? '',
  ])
}

/** What stands in quotation marks has single ones within. */
const withInnerQuotes = (title: string) => title.replaceAll('“', '‘').replaceAll('”', '’')

function containerOf(work: CitedWork): string {
  const { kind, container, publisher, pages, place, year } = work
  const { volume, issue } = volumeAndIssue(work.volume)
  const { address, mark } = identified(work)
  const ofArticle = [
    container,
    volume && `vol. ${volume}`,
    issue && `no. ${issue}`,
    yearText(year),
    pages && `${/[–-]/.test(pages) ? 'pp.' : 'p.'} ${pages}`,
    address,
  ]
  const others = [publisher, yearText(year), place, mark, address]
  return (kind === 'article' ? ofArticle : others).filter((part) => part !== '').join(', ')
}

/** A work without a year is cited without one. */
const yearText = (year: number | null) => (year === null ? '' : year < 0 ? `${-year} BCE` : String(year))

/** The first is turned round, since lists are ordered by it; of three and more the first alone is named. */
function authorsText([first, second, ...more]: readonly CitedName[]): string {
  if (!first) return ''
  if (!second) return turned(first)
  return `${turned(first)}, ${more.length > 0 ? 'et al' : `and ${straight(second)}`}`
}
