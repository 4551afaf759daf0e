/** What changes types. Who may is asked here as well as at the address; names are one however they are spelled. */
import { mustBeFree, mustBeUnused } from '../../../db/name-rules.ts'
import { orProblems } from '../../../rules/refusal.ts'
import type { Refused } from '../../../rules/refusal.ts'
import { searchKey } from '../../../rules/text.ts'
import type { Writer } from '../../../db/engine/writer.ts'
import { domain } from '../../../domain.ts'
import { transaction } from '../../../security/rights/transaction.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import type { TypeInput } from './forms.ts'

export function createType(
  em: Writer,
  input: TypeInput,
  actor: Viewer,
  formKey?: string,
): Promise<{ id: number } | Refused> {
  const work = transaction(
    em,
    actor,
    'lookup.manage',
    async ({ db }) => {
      await mustBeFree(db, 'item_types', domain.type, input.name)
      return db.insertInto('item_types').values(columns(input)).returning('id').executeTakeFirstOrThrow()
    },
    { formKey },
  )
  return orProblems(work)
}

/** @returns undefined where there is no such type */
export function updateType(
  em: Writer,
  id: number,
  input: TypeInput,
  actor: Viewer,
): Promise<{ id: number } | Refused | undefined> {
  const work = transaction(em, actor, 'lookup.manage', async ({ db }) => {
    await mustBeFree(db, 'item_types', domain.type, input.name, id)
    return db
      .updateTable('item_types')
      .set(columns(input))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst()
  })
  return orProblems(work)
}

/** Deletes a type that no item has. @returns undefined where there is no such type */
export function deleteType(
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
      await mustBeUnused(db, 'item_types', domain.type, id)
      return db.deleteFrom('item_types').where('id', '=', id).returning('id').executeTakeFirst()
    },
    { formKey },
  )
  return orProblems(work)
}

/** The columns that were sent, and the key that follows the name. */
function columns({ name, description }: TypeInput) {
  return { name, name_key: searchKey(name), ...(description !== undefined && { description }) }
}
