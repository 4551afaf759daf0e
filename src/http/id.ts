/** The id in an address, such as the 7 of `/items/7`. */
import type { AppContext } from './context.ts'
import { notFound } from './errors.tsx'

/** No id is larger: the columns are 32-bit integers, and PostgreSQL refuses to compare them with more. */
const largest = 2_147_483_647

/** @throws 404 for a number that no row can have */
export function idOf(c: AppContext): number {
  const id = Number(c.req.param('id'))
  if (!Number.isInteger(id) || id < 1 || id > largest) throw notFound()
  return id
}
