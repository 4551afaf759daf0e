/** Sums over items, exact to the last digit: SQLite keeps decimals as doubles, and adds them as such. */
import { SqliteAdapter, sql } from 'kysely'
import { fieldNamed } from '../../../../declared.ts'
import type { Readers } from '../../../../db/engine/connection.ts'
import { cached } from '../../../../db/reading/cached.ts'
import { authorize } from '../../../../security/rights/authorize.ts'
import { mayReadField } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import type { ItemFilter } from '../forms/filter.ts'
import { chosenBy } from './narrow.ts'
import { itemsFoundBy } from './search.ts'

/**
 * The sum of a field, or of the product of two, over the items of a filter. An item that lacks a value counts nothing.
 * @returns it as text; undefined where the viewer may not read a field, where nothing was added, or where a product has more than 18 digits, which SQLite would round
 */
export async function sumItems(
  readers: Readers,
  names: readonly string[],
  filter: ItemFilter,
  viewer: Viewer,
): Promise<string | undefined> {
  authorize(viewer, 'catalogue.read')
  const { db, heavy } = readers
  if (!names.every((name) => mayReadField(viewer, name))) return undefined
  const decimals = names.map(decimalsOf)
  const places = decimals.reduce((sum, each) => sum + each, 0)
  return countedOnce(
    db,
    JSON.stringify([
      names,
      chosenBy(filter),
      filter.query.length === 0 ? null : [...viewer.permissions, viewer.user?.id],
    ]),
    async () => {
      // Whole numbers of the smallest unit: cents.
      const isSqlite = heavy.getExecutor().adapter instanceof SqliteAdapter
      const factors = names.map((name, index) => {
        const column = sql.ref(`items.${name}`)
        const scaled = sql`round(${column} * ${sql.lit(10 ** (decimals[index] ?? 0))})`
        return isSqlite ? sql`cast(${scaled} as integer)` : sql`cast(${scaled} as numeric)`
      })
      const units = sql`(${sql.join(factors, sql` * `)})`
      const found = await itemsFoundBy(readers, heavy.selectFrom('items'), filter, viewer)
      if (!isSqlite) {
        const { sum } = await found
          .select(sql<string | null>`cast(sum(${units}) as text)`.as('sum'))
          .executeTakeFirstOrThrow()
        return withPoint(sum, places)
      }
      // In two parts, neither of which grows beyond 64 bits.
      const part = (text: string) => sql<string | null>`cast(sum(${units} ${sql.raw(text)}) as text)`
      const { high, low } = await found
        .select([part(`/ ${half}`).as('high'), part(`% ${half}`).as('low')])
        .executeTakeFirstOrThrow()
      const isWhole = high !== null && low !== null && /^-?\d+$/.test(high) && /^-?\d+$/.test(low)
      return isWhole ? withPoint(String(BigInt(high) * BigInt(half) + BigInt(low)), places) : undefined
    },
  )
}

const countedOnce = cached<string | undefined>()

const half = '1000000000'

function decimalsOf(name: string): number {
  const { decimals = 0 } = (fieldNamed(name) ?? {}) as { decimals?: number }
  return decimals
}

/** `1234` of cents is `12.34`. */
function withPoint(units: string | null, places: number): string | undefined {
  const digits = units?.replace(/\.0*$/, '')
  if (digits === undefined || places === 0) return digits
  const [, sign = '', whole = ''] = /^(-?)(\d+)$/.exec(digits) ?? []
  const padded = whole.padStart(places + 1, '0')
  return `${sign}${padded.slice(0, -places)}.${padded.slice(-places)}`
}
