/** What changes types. Who may is asked here as well as at the address; names are one however they are spelled. */
import type { EntityManager } from '../../../db/connection.ts'
import { ItemType } from '../../../db/models.ts'
import { mustBeFree, mustBeUnused } from '../../../db/name-rules.ts'
import { save } from '../../../db/saving.ts'
import type { Refused } from '../../../db/saving.ts'
import { searchKey } from '../../../db/text.ts'
import { domain } from '../../../domain.ts'
import { demand } from '../../../security/demand.ts'
import type { Viewer } from '../../../security/viewer.ts'
import type { TypeInput } from './forms.ts'

export async function createType(
  em: EntityManager,
  input: TypeInput,
  actor: Viewer,
): Promise<{ id: number } | Refused> {
  demand(actor, 'lookup.manage')
  return save(em, async (tx, db) => {
    await mustBeFree(db, 'item_types', domain.type, input.name)
    const type = tx.create(ItemType, columns(input))
    await tx.flush()
    return { id: type.id }
  })
}

/** @returns undefined where there is no such type */
export async function updateType(
  em: EntityManager,
  id: number,
  input: TypeInput,
  actor: Viewer,
): Promise<{ id: number } | Refused | undefined> {
  demand(actor, 'lookup.manage')
  return save(em, async (tx, db) => {
    await mustBeFree(db, 'item_types', domain.type, input.name, id)
    const changed = await tx.nativeUpdate(ItemType, { id }, columns(input))
    return changed === 0 ? undefined : { id }
  })
}

/** Deletes a type that no item has. @returns undefined where there is no such type */
export async function deleteType(
  em: EntityManager,
  id: number,
  actor: Viewer,
): Promise<{ id: number } | Refused | undefined> {
  demand(actor, 'lookup.manage')
  return save(em, async (tx, db) => {
    await mustBeUnused(db, 'item_types', domain.type, id)
    return (await tx.nativeDelete(ItemType, { id })) === 0 ? undefined : { id }
  })
}

/** The columns that were sent, and the key that follows the name. */
function columns({ name, description }: TypeInput) {
  return { name, name_key: searchKey(name), ...(description !== undefined && { description }) }
}
