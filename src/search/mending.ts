/** What happens where the index turns out to be damaged: it is built anew, since it holds nothing that the items do not say. */
import { isTableDamaged } from '../db/engine/failures.ts'
import type { Answerer } from './client.ts'
import { NoIndexError } from './searcher.ts'

export interface Mending extends Answerer {
  /** What was found to be damaged and is not mended yet. */
  readonly damage: unknown
  mended(): void
}

/**
 * Until the index is mended, searches are answered as if there were none: they wait. It is mended once: an index that is damaged again
 * has a cause that building it does not take away.
 */
export function mending(answerer: Answerer): Mending {
  let damage: unknown
  let isMended = false
  return {
    async answer(request) {
      if (damage !== undefined) throw new NoIndexError()
      try {
        return await answerer.answer(request)
      } catch (error) {
        if (isMended || !isTableDamaged(error, 'search_')) throw error
        damage = error
        throw new NoIndexError()
      }
    },
    get damage() {
      return damage
    },
    mended() {
      damage = undefined
      isMended = true
    },
  }
}
