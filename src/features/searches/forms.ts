/** What somebody may send to keep a search, and which page of their searches they ask for. */
import { z } from 'zod'
import { checkName, field } from '../../rules/checks.ts'
import { limits } from '../../rules/limits.ts'

/** Said of what was sent, and of the address as it is stored, in which a letter may take nine characters. */
export const addressTooLong = `The address of this search is longer than ${limits.savedAddress.toLocaleString('en')} characters, so it cannot be kept. Choose less.`

const searchForm = z.strictObject({
  name: field('Name', checkName),
  /** The choices of the list as they stand behind the `?` of its address. */
  address: z.string('There is no search to keep.').max(limits.savedAddress, addressTooLong),
})

export type SearchInput = z.infer<typeof searchForm>
export const parseSearchForm = (body: unknown) => searchForm.safeParse(body)

/** To look at one and to delete one takes nothing but the address. */
export const parseNoFields = (body: unknown) => z.strictObject({}).safeParse(body)

/** Searches on one page: each is counted. */
export const perPage = 20

/** From 1; what makes no sense is the first page. */
export function readPageNumber(page = ''): number {
  return /^[1-9][0-9]{0,2}$/.test(page) ? Number(page) : 1
}
