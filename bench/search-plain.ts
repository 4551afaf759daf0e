/** The search without an index, as a first version has it: `like` over titles and descriptions, the number of items and 24 of them with their joins. */
import pg from 'pg'
import { engineOf, fileOf } from '../src/db/engine/connection.ts'
import { openSqlite } from '../src/db/engine/sqlite/open.ts'

export interface Plain {
  /** Milliseconds: of the processor on SQLite, which works in this process; of waiting on PostgreSQL. */
  measure(words: readonly string[]): Promise<number>
  close(): Promise<void>
}

/** @param count of words that are all looked for */
function statements(count: number, like: 'like' | 'ilike'): string[] {
  const mark = (place: number) => (like === 'like' ? `?${place}` : `$${place}`)
  const where = Array.from(
    { length: count },
    (_, n) => `(title ${like} ${mark(n + 1)} or description ${like} ${mark(n + 1)})`,
  ).join(' and ')
  return [
    `select count(*) from items where ${where}`,
    `select page.*, item_types.name as type, creators.name as creator, categories.name as category
      from (select id, title, description, year, item_type_id from items where ${where} order by id desc limit 24) page
      join item_types on item_types.id = page.item_type_id
      left join item_creators on item_creators.item_id = page.id left join creators on creators.id = item_creators.creator_id
      left join item_categories on item_categories.item_id = page.id
      left join categories on categories.id = item_categories.category_id`,
  ]
}

export async function openPlain(url: string): Promise<Plain> {
  if (engineOf(url) === 'sqlite') {
    const database = openSqlite(fileOf(url), { readOnly: true })
    return {
      measure: (words) => {
        const before = process.cpuUsage()
        for (const text of statements(words.length, 'like'))
          database.prepare(text).all(...words.map((word) => `%${word}%`))
        const { user, system } = process.cpuUsage(before)
        return Promise.resolve((user + system) / 1000)
      },
      close: () => {
        database.close()
        return Promise.resolve()
      },
    }
  }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return {
    measure: async (words) => {
      const began = performance.now()
      for (const text of statements(words.length, 'ilike'))
        await client.query(
          text,
          words.map((word) => `%${word}%`),
        )
      return performance.now() - began
    },
    close: () => client.end(),
  }
}
