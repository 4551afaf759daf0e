/** What changes somebody's saved searches. Nobody changes or sees another's. */
import type { Reader } from '../../db/engine/connection.ts'
import type { Writer } from '../../db/engine/writer.ts'
import { lastSettledId } from '../../db/reading/newest-item.ts'
import { now } from '../../db/schema/time.ts'
import { limits } from '../../rules/limits.ts'
import { Refusal } from '../../rules/refusal.ts'
import { transaction } from '../../security/rights/transaction.ts'
import type { Transaction } from '../../security/rights/transaction.ts'
import type { Viewer } from '../../security/rights/viewer.ts'
import { addressTooLong } from './forms.ts'
import type { SearchInput } from './forms.ts'
import { countSearches, findSearch, narrowedAddress, ownerOfSearches } from './queries.ts'

/**
 * Keeps a search. All that is there now counts as seen.
 * @throws Refusal where nothing narrows it, its address is too long, or somebody keeps as many as one may
 */
export function saveSearch(
  em: Writer,
  { name, address: sent }: SearchInput,
  actor: Viewer,
  formKey?: string,
): Promise<{ id: number }> {
  const work = async ({ db, viewer }: Transaction) => {
    const address = narrowedAddress(sent, viewer)
    await mustFit(db, address, viewer)
    const [seen_up_to, created_at] = [await lastSettledId(db), now()]
    return db
      .insertInto('saved_searches')
      .values({ user_id: ownerOfSearches(viewer).id, name, address, seen_up_to, created_at })
      .returning('id')
      .executeTakeFirstOrThrow()
  }
  return transaction(em, actor, 'search.save', work, { formKey })
}

async function mustFit(db: Reader, address: string, viewer: Viewer): Promise<void> {
  if (address === '')
    throw new Refusal({ message: 'Nothing is chosen in this list. Choose something first, then keep it.' })
  if (address.length > limits.savedAddress) throw new Refusal({ message: addressTooLong })
  if ((await countSearches(db, viewer)) < limits.savedSearches) return
  const message = `You keep ${limits.savedSearches} searches, and those are the most. Delete one first.`
  throw new Refusal({ message })
}

/** Notes that its owner looks at what is new. @returns its address. @throws HTTPException 404 where there is none */
export function visitSearch(em: Writer, id: number, actor: Viewer): Promise<{ address: string }> {
  return transaction(em, actor, 'search.save', async ({ db, viewer }) => {
    const { address } = await findSearch(db, id, viewer)
    const seen_up_to = await lastSettledId(db)
    await db.updateTable('saved_searches').set({ seen_up_to }).where('id', '=', id).execute()
    return { address }
  })
}

/** @throws HTTPException 404 where there is none */
export function deleteSearch(
  em: Writer,
  id: number,
  actor: Viewer,
  formKey?: string,
): Promise<{ id: number }> {
  return transaction(
    em,
    actor,
    'search.save',
    async ({ db, viewer }) => {
      await findSearch(db, id, viewer)
      await db.deleteFrom('saved_searches').where('id', '=', id).execute()
      return { id }
    },
    { formKey },
  )
}
