/** Writes the rows that link items to their creators and the like, for many items at once. Unchanged links are not written again. */
import { sql } from 'kysely'
import type { Engine, Reader } from '../../../../db/engine/connection.ts'
import { deleteMany, insertMany } from '../../../../db/engine/many.ts'
import type { ReferenceName } from '../../../../declared.ts'
import { referenceTables } from '../../../../db/reading/references.ts'
import { linkedLists } from './state.ts'
import type { ItemState } from './state.ts'

interface Change {
  before: ItemState | null
  after: ItemState
}

export async function writeLinks(db: Reader, engine: Engine, changes: readonly Change[]): Promise<void> {
  const lists = linkedLists.map((name) => {
    const { links, value } = referenceTables[name]
    return {
      value,
      table: links as 'item_creators',
      changes: changes.map((change) => linkChanges(change, name)),
    }
  })
  // What is written here is alike in all tables of links.
  const row = (value: string, { item_id, linked }: Link) => ({ item_id, [value]: linked }) as never
  for (const { table, value, changes } of lists) {
    const gone = changes.flatMap((change) => change.gone.map((link) => row(value, link)))
    await deleteMany(db, engine, table, gone)
  }
  for (const { table, value, changes } of lists) {
    const put = changes.flatMap((change) =>
      change.put.map((link) => ({ ...(row(value, link) as object), position: link.position }) as never),
    )
    const end = sql<never>`on conflict (item_id, ${sql.ref(value)}) do update set position = excluded.position`
    await insertMany(db, engine, table, put, end)
  }
}

interface Link {
  item_id: number
  linked: number
  position: number
}

/** The links that go, and those that are new or at another place. */
function linkChanges({ before, after }: Change, list: ReferenceName): { gone: Link[]; put: Link[] } {
  const item_id = after.item.id
  const was = before?.[list] ?? []
  const links = (ids: readonly number[]) => ids.map((linked, position) => ({ item_id, linked, position }))
  return {
    gone: links(was).filter(({ linked }) => !after[list].includes(linked)),
    put: links(after[list]).filter(({ linked, position }) => was[position] !== linked),
  }
}
