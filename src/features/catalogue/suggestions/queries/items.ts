/** Items whose titles begin with what was typed, with or without their article, and then those of which later words do. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { fieldNamed } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { limitOf, prepare } from '../../../../db/reading/prepared.ts'
import { domain } from '../../../../domain.ts'
import { limits } from '../../../../rules/limits.ts'
import { withoutArticle } from '../../../../rules/sort-key.ts'
import type { TypedText } from '../forms.ts'
import { beginning, endOf, mostOfEach } from './beginning.ts'
import type { KeyRange } from './beginning.ts'
import { itemsWithWords } from './later-words.ts'

export interface SuggestedItem {
  id: number
  title: string
  type: string
}

interface Found extends SuggestedItem {
  title_key: string
}

/** Titles that begin with the text come first, then those that do so after their article, then those with the words further on. */
export async function suggestItems(db: Reader, { key, text }: TypedText): Promise<SuggestedItem[]> {
  const begun = await itemsBeginning(db, key)
  const later = begun.length < mostOfEach ? await itemsWithWords(db, text) : []
  const others = later.filter(({ id }) => !begun.some((each) => each.id === id))
  return [...begun, ...others].slice(0, mostOfEach).map(({ id, title, type }) => ({ id, title, type }))
}

async function itemsBeginning(db: Reader, key: string): Promise<Found[]> {
  const found = await find(db, { key, end: endOf(key) })
  const begins = found.filter(({ title_key }) => title_key.startsWith(key))
  const later = found.filter((each) => !begins.includes(each))
  return [...begins, ...later.filter(({ title_key }) => withoutArticle(title_key, articles).startsWith(key))]
}

const articles: readonly string[] = domain.fields.title.articles

const find = prepare<KeyRange, Found>((_, value) => {
  const from = (column: RawBuilder<unknown>) => sql`
    select * from (
      select id, title, title_key, item_type_id from items where ${beginning(column, value)}
      order by ${column}, id limit ${limitOf(mostOfEach)}
    ) as begun`
  const asItStands = sql`substr(title_key, 1, ${sql.lit(limits.typedCharacters)})`
  // What lists are ordered by leaves the article out, and writes numbers in another way.
  const inLists = sql.raw(fieldNamed('title')?.order?.('title').up ?? 'title_key')
  return sql<Found>`
    select found.id, found.title, found.title_key, item_types.name as type
    from (${from(asItStands)} union ${from(inLists)}) as found
    inner join item_types on item_types.id = found.item_type_id order by found.title_key, found.id`
})
