/** Items whose titles begin with what was typed. */
import { sql } from 'kysely'
import type { Reader } from '../../../../db/engine/connection.ts'
import { limitOf, prepare } from '../../../../db/reading/prepared.ts'
import { limits } from '../../../../rules/limits.ts'
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
  const start = sql`substr(title_key, 1, ${sql.lit(limits.typedCharacters)})`
  return sql<SuggestedItem>`
    select found.id, found.title, item_types.name as type from (
      select id, title, title_key, item_type_id from items where ${beginning(start, value)}
      order by ${start}, id limit ${limitOf(mostOfEach)}
    ) as found
    inner join item_types on item_types.id = found.item_type_id order by found.title_key, found.id`
})
