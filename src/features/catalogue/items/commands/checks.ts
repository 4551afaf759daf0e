/** What must hold of an item before it is written. The database holds to it too; here it becomes a message at its field. */
import type { Reader } from '../../../../db/engine/connection.ts'
import { Refusal } from '../../../../rules/refusal.ts'
import { searchKey } from '../../../../rules/text.ts'
import { domain } from '../../../../domain.ts'
import type { ItemInput } from '../forms/item.ts'

/** @throws Refusal where there is no such type */
export async function mustHaveType(db: Reader, { type }: Pick<ItemInput, 'type'>): Promise<void> {
  const found = await db.selectFrom('item_types').select('id').where('id', '=', type).executeTakeFirst()
  if (!found) {
    throw new Refusal({
      field: 'type',
      message: `There is no such ${domain.type.one} any more. Choose another from the list.`,
    })
  }
}

/** @throws Refusal where another item of the type has the identifier; it names that item */
export async function mustBeTheOnlyOne(
  db: Reader,
  input: Pick<ItemInput, 'type' | 'identifier'>,
  id = 0,
): Promise<void> {
  const key = await identifierKey(db, input, id)
  if (!key) return
  const other = await db
    .selectFrom('items')
    .select(['id', 'title as name'])
    .where('item_type_id', '=', input.type)
    .where('identifier_key', '=', key)
    .where('id', '<>', id)
    .executeTakeFirst()
  if (other) {
    const [item, type] = [domain.item.one, domain.type.one]
    throw new Refusal({
      field: 'identifier',
      message: `${domain.labels.identifier} is taken: another ${item} of this ${type} has it. Correct it, or open that one.`,
      existing: other,
    })
  }
}

/** That which was sent, else that which the item has: another type may bring it beside one that is the same. */
async function identifierKey(db: Reader, { identifier }: Pick<ItemInput, 'identifier'>, id: number) {
  if (identifier !== undefined) return identifier && searchKey(identifier)
  const item = await db.selectFrom('items').select('identifier_key').where('id', '=', id).executeTakeFirst()
  return item?.identifier_key
}
