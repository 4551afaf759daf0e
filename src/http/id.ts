/** The id in an address, such as the 7 of `/items/7`. */
import type { AppContext } from './context.ts'
import { notFound } from './errors.tsx'
import { limits } from '../rules/limits.ts'

/** @throws 404 for a number that no row can have, and for `07`: one thing has one address */
export function idOf(c: AppContext): number {
  const text = c.req.param('id') ?? ''
  const id = Number(text)
  if (!/^[1-9]\d*$/.test(text) || id > limits.id) throw notFound()
  return id
}
