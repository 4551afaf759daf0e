/** Items whose titles begin with what was typed. */
import { sql } from 'kysely'
import { fieldNamed } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { limitOf, prepare } from '../../../../db/reading/prepared.ts'
import { beginning, endOf, mostOfEach } from './beginning.ts'
import type { KeyRange } from './beginning.ts'

export interface SuggestedItem {
  id: number
  title: string
  type: string
}

export function itemsBeginning(db: Reader, key: string): Promise<SuggestedItem[]> {
  return find(db, { key, end: endOf(key) })
}

const find = prepare<KeyRange, SuggestedItem>((_, value) => {
  // The index that lists are sorted by.
  const title = sql.raw<string>(fieldNamed('title')?.order?.('items.title').up ?? 'items.title_key')
  return sql<SuggestedItem>`
    select found.id, found.title, item_types.name as type from (
      select id, title, item_type_id, ${title} as sorted from items where ${beginning(title, value)}
      order by ${title}, id limit ${limitOf(mostOfEach)}
    ) as found
    inner join item_types on item_types.id = found.item_type_id order by found.sorted, found.id`
})
