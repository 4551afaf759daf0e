/** What changes creators. Who may is asked here as well as at the address; names are one however they are spelled. */
import { mustBeFree, mustBeUnused } from '../../../db/name-rules.ts'
import { orProblems, Refusal } from '../../../rules/refusal.ts'
import type { Refused } from '../../../rules/refusal.ts'
import { searchKey } from '../../../rules/text.ts'
import type { Writer } from '../../../db/engine/writer.ts'
import { domain } from '../../../domain.ts'
import { transaction } from '../../../security/rights/transaction.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import { deathBeforeBirth } from './forms.ts'
import type { CreatorInput } from './forms.ts'

export function createCreator(
  em: Writer,
  input: CreatorInput,
  actor: Viewer,
  formKey?: string,
): Promise<{ id: number } | Refused> {
  const work = transaction(
    em,
    actor,
    'lookup.manage',
    async ({ db }) => {
      await mustBeFree(db, 'creators', domain.creator, input.name)
      return db.insertInto('creators').values(columns(input)).returning('id').executeTakeFirstOrThrow()
    },
    { formKey },
  )
  return orProblems(work)
}

/** @returns undefined where there is no such creator */
export function updateCreator(
  em: Writer,
  id: number,
  input: CreatorInput,
  actor: Viewer,
): Promise<{ id: number } | Refused | undefined> {
  const work = transaction(em, actor, 'lookup.manage', async ({ db }) => {
    const stored = await db.selectFrom('creators').selectAll().where('id', '=', id).executeTakeFirst()
    if (!stored) return undefined
    mustDieLater({ ...stored, ...columns(input) })
    await mustBeFree(db, 'creators', domain.creator, input.name, id)
    return db
      .updateTable('creators')
      .set(columns(input))
      .where('id', '=', id)
      .returning('id')
      .executeTakeFirst()
  })
  return orProblems(work)
}

/** Deletes a creator that no item has. @returns undefined where there is no such creator */
export function deleteCreator(
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
      await mustBeUnused(db, 'creators', domain.creator, id)
      return db.deleteFrom('creators').where('id', '=', id).returning('id').executeTakeFirst()
    },
    { formKey },
  )
  return orProblems(work)
}

/** The columns that were sent, and the key that follows the name. */
function columns({ name, birth_year, death_year }: CreatorInput) {
  return {
    name,
    name_key: searchKey(name),
    ...(birth_year !== undefined && { birth_year }),
    ...(death_year !== undefined && { death_year }),
  }
}

/** One year may have been sent without the other: together with what is stored they must be in order. */
function mustDieLater({
  birth_year,
  death_year,
}: {
  birth_year: number | null
  death_year: number | null
}): void {
  if (birth_year !== null && death_year !== null && death_year < birth_year) {
    throw new Refusal({ field: 'death_year', message: deathBeforeBirth })
  }
}
