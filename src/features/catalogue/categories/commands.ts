/** What changes categories. Who may is asked here as well as at the address; names are one however they are spelled. */
import { mustBeFree, mustBeUnused } from '../../../db/name-rules.ts'
import { orProblems } from '../../../rules/refusal.ts'
import type { Refused } from '../../../rules/refusal.ts'
import { searchKey } from '../../../rules/text.ts'
import type { Writer } from '../../../db/engine/writer.ts'
import { domain } from '../../../domain.ts'
import { transaction } from '../../../security/rights/transaction.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import type { CategoryInput } from './forms.ts'

export function createCategory(
  em: Writer,
  input: CategoryInput,
  actor: Viewer,
  formKey?: string,
): Promise<{ id: number } | Refused> {
  const work = transaction(
    em,
    actor,
    'lookup.manage',
    async ({ db }) => {
      await mustBeFree(db, 'categories', domain.category, input.name)
      return db.insertInto('categories').values(columns(input)).returning('id').executeTakeFirstOrThrow()
    },
    { formKey },
  )
  return orProblems(work)
}

/** @returns undefined where there is no such category */
export function updateCategory(
  em: Writer,
  id: number,
  input: CategoryInput,
  actor: Viewer,
): Promise<{ id: number } | Refused | undefined> {
  const work = transaction(em, actor, 'lookup.manage', async ({ db }) => {
    await mustBeFree(db, 'categories', domain.category, input.name, id)
    return db
      .updateTable('categories')
      .set(columns(input))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst()
  })
  return orProblems(work)
}

/** Deletes a category that no item has. @returns undefined where there is no such category */
export function deleteCategory(
  em: Writer,
  id: number,
  actor: Viewer,
  formKey?: string,
): Promise<{ id: number } | Refused | undefined> {
  const work = transaction(
    em,
    actor,
    'lookup.manage',
    async ({ db }) => {
      await mustBeUnused(db, 'categories', domain.category, id)
      return db.deleteFrom('categories').where('id', '=', id).returning('id').executeTakeFirst()
    },
    { formKey },
  )
  return orProblems(work)
}

/** The columns that were sent, and the key that follows the name. */
function columns({ name, description }: CategoryInput) {
  return { name, name_key: searchKey(name), ...(description !== undefined && { description }) }
}
