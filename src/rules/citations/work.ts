/** What is cited, apart from how: its authors, its year, where it appeared and where its original is. Parts that are not known are empty. */
import { searchKey } from '../text.ts'
import { addressOfDoi, doi } from '../identifiers/doi.ts'
import type { CitedName } from './names.ts'

/** What a work is, as far as citations of it differ. */
export type KindOfWork =
  'article' | 'book' | 'report' | 'letter' | 'manuscript' | 'map' | 'photograph' | 'document'

export interface CitedWork {
  readonly kind: KindOfWork
  readonly title: string
  readonly authors: readonly CitedName[]
  /** Negative before our era. */
  readonly year: number | null
  /** What it appeared in. */
  readonly container: string
  /** With the number of the issue in brackets: `27 (3)`. */
  readonly volume: string
  readonly pages: string
  readonly publisher: string
  /** A DOI, or the shelf mark of the original. */
  readonly identifier: string
  /** Where the original is. */
  readonly place: string
}

/** What a work that is no article or book is called, in brackets or behind it. */
export const kindWords: Readonly<Partial<Record<KindOfWork, string>>> = {
  letter: 'Letter',
  manuscript: 'Manuscript',
  map: 'Map',
  photograph: 'Photograph',
}

/** The volume and the issue of `27 (3)`. */
export function volumeAndIssue(text: string): { volume: string; issue: string } {
  const [, volume = '', issue = ''] = /^(.*?)\s*(?:\((.*)\))?$/.exec(text.trim()) ?? []
  return { volume, issue }
}

/** The identifier as a DOI's name and address, or as the shelf mark that it is. */
export function identified({ identifier }: CitedWork): { doi: string; address: string; mark: string } {
  const { value } = doi.read(searchKey(identifier), '')
  if (value === undefined) return { doi: '', address: '', mark: identifier.trim() }
  const address = addressOfDoi(identifier)
  return { doi: address.replace(/^https:\/\/doi\.org\//, ''), address, mark: '' }
}

/** Ends a part with a full stop, where it does not end with a mark of its own. */
export const stopped = (text: string): string => (/[.?!…]["”’»]?$/.test(text) ? text : `${text}.`)

/** The parts that there are, each ended, with a space between. */
export const sentences = (parts: readonly string[]): string =>
  parts
    .filter((part) => part !== '')
    .map((part) => (/^https?:/.test(part) ? part : stopped(part)))
    .join(' ')
