/** The one place that learns which items have changed, inside the transaction that changes them. A history of items would begin here. */
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
