/** What changes creators. Who may is asked here as well as at the address; names are one however they are spelled. */
import type { EntityManager } from '../../../db/connection.ts'
import { Creator } from '../../../db/models.ts'
import { mustBeFree, mustBeUnused } from '../../../db/name-rules.ts'
import { Refusal, save } from '../../../db/saving.ts'
import type { Refused } from '../../../db/saving.ts'
import { searchKey } from '../../../db/text.ts'
import { domain } from '../../../domain.ts'
import { demand } from '../../../security/demand.ts'
import type { Viewer } from '../../../security/viewer.ts'
import { deathBeforeBirth } from './forms.ts'
import type { CreatorInput } from './forms.ts'

export async function createCreator(
  em: EntityManager,
  input: CreatorInput,
  actor: Viewer,
): Promise<{ id: number } | Refused> {
  demand(actor, 'lookup.manage')
  return save(em, async (tx, db) => {
    await mustBeFree(db, 'creators', domain.creator, input.name)
    const creator = tx.create(Creator, columns(input))
    await tx.flush()
    return { id: creator.id }
  })
}

/** @returns undefined where there is no such creator */
export async function updateCreator(
  em: EntityManager,
  id: number,
  input: CreatorInput,
  actor: Viewer,
): Promise<{ id: number } | Refused | undefined> {
  demand(actor, 'lookup.manage')
  return save(em, async (tx, db) => {
    const stored = await db.selectFrom('creators').selectAll().where('id', '=', id).executeTakeFirst()
    if (!stored) return undefined
    mustDieLater({ ...stored, ...columns(input) })
    await mustBeFree(db, 'creators', domain.creator, input.name, id)
    const changed = await tx.nativeUpdate(Creator, { id }, columns(input))
    return changed === 0 ? undefined : { id }
  })
}

/** Deletes a creator that no item has. @returns undefined where there is no such creator */
export async function deleteCreator(
  em: EntityManager,
  id: number,
  actor: Viewer,
): Promise<{ id: number } | Refused | undefined> {
  demand(actor, 'lookup.manage')
  return save(em, async (tx, db) => {
    await mustBeUnused(db, 'creators', domain.creator, id)
    return (await tx.nativeDelete(Creator, { id })) === 0 ? undefined : { id }
  })
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
