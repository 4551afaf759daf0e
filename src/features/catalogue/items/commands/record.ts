/** The one place that is told what has changed of items, inside the transaction that changes it: what keeps a history begins here. */
import type { Reader } from '../../../../db/engine/connection.ts'
import { itemsChanged } from '../../../../search/changes.ts'
import type { ItemState } from './state.ts'

/**
 * Told once for each batch that was written.
 * @param before each item as it was; null for one that is new
 * @param after the same items as they are now; null for one that was deleted
 */
export async function recordChanges(
  db: Reader,
  before: readonly (ItemState | null)[],
  after: readonly (ItemState | null)[],
): Promise<void> {
  itemsChanged(
    db,
    after.map((state, place) => (state ?? before[place])?.item.id ?? 0),
  )
}
