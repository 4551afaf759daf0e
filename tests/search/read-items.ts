/** Reads all items with what is searched of them, by plain joins. */
import { sql } from 'kysely'
import { fieldNamed } from '../../src/declared.ts'
import type { Reader } from '../../src/db/engine/connection.ts'
import type { ScannedItem } from './scan.ts'

export async function readItemsToScan(db: Reader, fields: readonly string[]): Promise<ScannedItem[]> {
  const own = fields.filter((name) => fieldNamed(name) !== undefined)
  const { rows } = await sql<Record<string, unknown> & { id: number; item_type: string }>`
    select items.*, item_types.name as item_type from items
    inner join item_types on item_types.id = items.item_type_id order by items.id`.execute(db)
  const creators = await names(db, 'item_creators', 'creators', 'creator_id')
  const categories = await names(db, 'item_categories', 'categories', 'category_id')
  return rows.map((row) => ({
    id: row.id,
    texts: {
      ...Object.fromEntries(
        own.map((name) => [name, typeof row[name] === 'string' && row[name] !== '' ? [row[name]] : []]),
      ),
      item_type: [row.item_type],
      creators: creators.get(row.id) ?? [],
      categories: categories.get(row.id) ?? [],
    },
    numbers: Object.fromEntries(
      Object.entries(row).flatMap(([name, value]) => (typeof value === 'number' ? [[name, value]] : [])),
    ),
  }))
}

async function names(
  db: Reader,
  links: string,
  table: string,
  column: string,
): Promise<Map<number, string[]>> {
  const { rows } = await sql<{ item: number; name: string }>`
    select item_id as item, name from ${sql.table(links)} as link inner join ${sql.table(table)} as target on target.id = link.${sql.ref(column)}
    order by item_id, position`.execute(db)
  return new Map(
    [...Map.groupBy(rows, ({ item }) => item)].map(([item, of]) => [item, of.map(({ name }) => name)]),
  )
}
