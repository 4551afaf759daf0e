/**
 * Tables of one's own beside the items, such as loans: what each is called, who may read and change it, and what is known of one.
 * `npx crowfoot make resource` adds one with its pages. A line under `fields`, and `npx crowfoot db revision`, add a field to it.
 */
import type { Resources } from './resources/resource.ts'

export const resources = {
  // Each is the name of its table, of its folder in src/features and of its address: loans, /loans.
} as const satisfies Resources
