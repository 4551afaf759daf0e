/** What must hold before a creator, a category or a type is written: said by name, before the database refuses. */
import { counted } from '../rules/words.ts'
import { domain } from '../domain.ts'
import type { Noun } from '../rules/words.ts'
import type { Reader } from './engine/connection.ts'
import { countLinks } from './names.ts'
import type { NamedTable } from './names.ts'
import { Refusal } from '../rules/refusal.ts'
import { searchKey } from '../rules/text.ts'

/** @param id the row itself, when it is there already. @throws Refusal where another has the name, however it is spelled */
export async function mustBeFree(
  db: Reader,
  table: NamedTable,
  word: Noun,
  name: string,
  id = 0,
): Promise<void> {
  const other = await db
    .selectFrom(table)
    .select(['id', 'name'])
    .where('name_key', '=', searchKey(name))
    .where('id', '<>', id)
    .executeTakeFirst()
  if (other) {
    throw new Refusal({
      field: 'name',
      message: `There is ${word.a} of this name already. Use that one, or tell the two apart in the name.`,
      existing: other,
    })
  }
}

/** @throws Refusal where items have it: it says how many, and `existing` stands for them */
export async function mustBeUnused(db: Reader, table: NamedTable, word: Noun, id: number): Promise<void> {
  const count = (await countLinks(db, table, [id])).get(id) ?? 0
  if (count > 0) {
    const items = counted(count, domain.item)
    throw new Refusal({
      message: `${items} ${count === 1 ? 'has' : 'have'} this ${word.one}, so it cannot be deleted. Give ${count === 1 ? 'it' : 'them'} another first.`,
      existing: { id, name: `Show ${items}` },
    })
  }
}
