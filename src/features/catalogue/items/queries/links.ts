/** What several items refer to: one query for a whole page instead of one for each row. */
import { sql } from 'kysely'
import { itemReferences } from '../../../../declared.ts'
import type { ReferenceName } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { prepare } from '../../../../db/reading/prepared.ts'
import { byRights, mayReadField } from '../../../../security/rights/policy.ts'
import type { Viewer } from '../../../../security/rights/viewer.ts'
import { referenceTables } from '../../../../db/reading/references.ts'

/** A creator, a category, another item: as much of it as a link needs. */
export interface Link {
  id: number
  name: string
}

/** What an item refers to, each in its order. A field that the viewer may not read is not there. */
export type Links = Partial<Record<ReferenceName, Link[]>>

interface LinkRow extends Link {
  item_id: number
  kind: ReferenceName
}

const readableReferences = byRights<ReferenceName>((viewer) =>
  itemReferences.map(([name]) => name).filter((name) => mayReadField(viewer, name)),
)

const noLinks = (readable: readonly ReferenceName[]): Links =>
  Object.fromEntries(readable.map((name) => [name, []]))

/** For each of the items its links; items without any have empty lists. */
export async function linksOf(
  db: Reader,
  itemIds: readonly number[],
  viewer: Viewer,
): Promise<Map<number, Links>> {
  const readable = readableReferences(viewer)
  const byItem = new Map<number, Links>(itemIds.map((id) => [id, noLinks(readable)]))
  if (itemIds.length === 0 || readable.length === 0) return byItem
  for (const { item_id, kind, id, name } of await links(db, itemIds, [itemIds.length, ...readable]))
    byItem.get(item_id)?.[kind]?.push({ id, name })
  return byItem
}

/** Its shape (see `prepare`) is how many items there are, and what is asked for of each. */
const links = prepare<readonly number[], LinkRow, [items: number, ...names: ReferenceName[]]>(
  (_, value, [items, ...names]) => {
    const ids = sql.join(Array.from({ length: items }, (_, index) => value(index)))
    const parts = names.map((name) => {
      const { names, label, links, item, value: column } = referenceTables[name]
      const position = links === 'items' ? sql.lit(0) : sql.ref('link.position')
      return sql`
        select link.${sql.ref(item)} as item_id, ${sql.lit(name)} as kind, target.id, target.${sql.ref(label)} as name, ${position} as position
        from ${sql.table(links)} as link inner join ${sql.table(names)} as target on target.id = link.${sql.ref(column)}
        where link.${sql.ref(item)} in (${ids})`
    })
    return sql<LinkRow>`${sql.join(parts, sql` union all `)} order by item_id, position`
  },
)
