/** What changes categories. Who may is asked here as well as at the address; names are one however they are spelled. */
import type { EntityManager } from '../../../db/connection.ts'
import { Category } from '../../../db/models.ts'
import { mustBeFree, mustBeUnused } from '../../../db/name-rules.ts'
import { save } from '../../../db/saving.ts'
import type { Refused } from '../../../db/saving.ts'
import { searchKey } from '../../../db/text.ts'
import { domain } from '../../../domain.ts'
import { demand } from '../../../security/demand.ts'
import type { Viewer } from '../../../security/viewer.ts'
import type { CategoryInput } from './forms.ts'

export async function createCategory(
  em: EntityManager,
  input: CategoryInput,
  actor: Viewer,
): Promise<{ id: number } | Refused> {
  demand(actor, 'lookup.manage')
  return save(em, async (tx, db) => {
    await mustBeFree(db, 'categories', domain.category, input.name)
    const category = tx.create(Category, columns(input))
    await tx.flush()
    return { id: category.id }
  })
}

/** @returns undefined where there is no such category */
export async function updateCategory(
  em: EntityManager,
  id: number,
  input: CategoryInput,
  actor: Viewer,
): Promise<{ id: number } | Refused | undefined> {
  demand(actor, 'lookup.manage')
  return save(em, async (tx, db) => {
    await mustBeFree(db, 'categories', domain.category, input.name, id)
    const changed = await tx.nativeUpdate(Category, { id }, columns(input))
    return changed === 0 ? undefined : { id }
  })
}

/** Deletes a category that no item has. @returns undefined where there is no such category */
export async function deleteCategory(
  em: EntityManager,
  id: number,
  actor: Viewer,
): Promise<{ id: number } | Refused | undefined> {
  demand(actor, 'lookup.manage')
  return save(em, async (tx, db) => {
    await mustBeUnused(db, 'categories', domain.category, id)
    return (await tx.nativeDelete(Category, { id })) === 0 ? undefined : { id }
  })
}

/** The columns that were sent, and the key that follows the name. */
function columns({ name, description }: CategoryInput) {
  return { name, name_key: searchKey(name), ...(description !== undefined && { description }) }
}
