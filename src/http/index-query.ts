/** Where in an index or list a visitor is, read from the address. */
import type { NameChoice } from '../db/names.ts'
import { limits } from '../rules/limits.ts'
import type { AppContext } from './context.ts'

const perPage = 48
const mostPages = 100_000

/** The choices; what makes no sense is brought to the nearest sensible value. */
export function readIndexQuery(c: AppContext): NameChoice {
  return {
    letter: [...(c.req.query('letter') ?? '')].slice(0, 20).join(''),
    q: [...(c.req.query('q') ?? '').trim()].slice(0, 200).join(''),
    page: whole(c.req.query('page'), mostPages) ?? 1,
    per_page: perPage,
  }
}

/** Where in a list of items: a page up to the last numbered one, or the item to go on from. */
export function readPlace(c: AppContext): { page: number; after: number | null; before: number | null } {
  const after = whole(c.req.query('after'), largestId)
  return {
    page: whole(c.req.query('page'), limits.numberedPages) ?? 1,
    after,
    before: after === null ? whole(c.req.query('before'), largestId) : null,
  }
}

const largestId = 2_147_483_647

/** A whole number from 1 to `most` (more becomes `most`), or null for anything else. */
function whole(text: string | undefined, most: number): number | null {
  return text !== undefined && /^[0-9]{1,15}$/.test(text) && Number(text) > 0
    ? Math.min(Number(text), most)
    : null
}
