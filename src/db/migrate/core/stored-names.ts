/**
 * Renames a field where rows hold its name: in the rules of types, and in the addresses of saved searches. An address is understood as
 * today's list understands it (`items/forms/filter.ts`).
 */
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import { limits } from '../../../rules/limits.ts'
import { piecesOf } from '../../../rules/search-pieces.ts'
import { searchKey } from '../../../rules/text.ts'
import { fill } from './fill.ts'
import type { DataWork, TablesThen } from './plan.ts'

/**
 * Rules about the field get its new name. Those about a field that was called so before and is gone get the old one: they would count for
 * this field otherwise, and the way back brings them back.
 */
export function renameInRules(from: string, to: string): DataWork {
  // No field is called so. It keeps the two apart while they change places.
  const aside = `(${to})`.slice(0, limits.fieldName)
  return async (db) => {
    const rename = (name: string, becomes: string) =>
      sql`update item_type_fields set field = ${becomes} where field = ${name}`.execute(db)
    await rename(to, aside)
    await rename(from, to)
    await rename(aside, from)
  }
}

export interface AddressOptions {
  readonly range?: boolean
  readonly read?: string
}

/** Parameters, the order (`sort`), the broken rule (`breaks`) and the fields named in the search box (`q`) get the new name. */
export function renameInAddresses(
  from: string,
  to: string,
  { range = false, read }: AddressOptions,
): DataWork {
  const renamed = addressRenamer(from, to, range)
  return async (db, engine, say) => {
    const readers = read === undefined ? undefined : await accountsThatMay(db, read)
    const addressOf = ({ id, user_id, address }: { id: number; user_id: number; address: string }) => {
      if (readers?.has(user_id) === false) return address
      const becomes = renamed(address)
      if (becomes.length <= limits.savedAddress) return becomes
      say(`Saved search ${id} keeps the name ${from}: with ${to} its address would be too long.`)
      return address
    }
    await fill('saved_searches', 'address', addressOf)(db, engine, say)
  }
}

/** Whoever may change every item may change their own: such a permission stands in no row. */
async function accountsThatMay(db: Kysely<TablesThen>, permission: string): Promise<ReadonlySet<number>> {
  const rows = (await db
    .selectFrom('users')
    .innerJoin('role_permissions', 'role_permissions.role_id', 'users.role_id')
    .select('users.id')
    .where('permission', 'in', [permission, permission.replace(/\.own$/, '')])
    .execute()) as { id: number }[]
  return new Set(rows.map(({ id }) => id))
}

/**
 * What stands behind the `?` of an address, with the new name in the place of the old one. As with rules, the names change places; only in
 * what a person typed they do not, since a word before a colon may be a word.
 */
export function addressRenamer(from: string, to: string, range: boolean): (address: string) => string {
  const ends = range ? ['_from', '_to'] : ['']
  const exchanged = (pairs: readonly (readonly [string, string])[]) =>
    new Map([...pairs, ...pairs.map(([a, b]) => [b, a] as const)])
  const parameters = exchanged(ends.map((end) => [from + end, to + end]))
  const names = exchanged([
    [from, to],
    [`-${from}`, `-${to}`],
  ])
  const valueOf = (parameter: string, value: string) => {
    if (parameter === 'q') return renameInSearch(value, from, to)
    return parameter === 'sort' || parameter === 'breaks' ? (names.get(value) ?? value) : value
  }
  return (address) => {
    const before = [...new URLSearchParams(address)]
    const after = before.map(([name, value]) => [parameters.get(name) ?? name, valueOf(name, value)])
    // What names no such field stays as it is, letter for letter.
    return JSON.stringify(before) === JSON.stringify(after) ? address : String(new URLSearchParams(after))
  }
}

/** `year:1950` becomes `published:1950`. `"year:"` and the word year stay. */
export function renameInSearch(typed: string, from: string, to: string): string {
  let renamed = ''
  let done = 0
  for (const piece of piecesOf(typed)) {
    if (piece === 'OR' || piece.field === undefined || searchKey(piece.field) !== from) continue
    const start = typed.indexOf(piece.field, piece.start)
    renamed += typed.slice(done, start) + to
    done = start + piece.field.length
  }
  return renamed + typed.slice(done)
}
