/** The one place that is told what has changed of items, inside the transaction that changes it: what keeps a history begins here. */
import type { ItemState } from './state.ts'

/**
 * Told once for each batch that was written.
 * @param _before each item as it was; null for one that is new
 * @param _after the same items as they are now; null for one that was deleted
 */
export async function recordChanges(
  _before: readonly (ItemState | null)[],
  _after: readonly (ItemState | null)[],
): Promise<void> {
  // Nothing looks at changes yet.
}
