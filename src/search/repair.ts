/** Has a damaged index built again. Nothing is lost, since everything in the index comes from the items. */
import { isTableDamaged } from '../db/engine/failures.ts'
import type { Answerer } from './client.ts'
import { NoIndexError } from './searcher.ts'

export interface RepairedAnswerer extends Answerer {
  /** What was found to be damaged and is not repaired yet. */
  readonly damage: unknown
  repaired(): void
}

/**
 * Until the index is repaired, searches are answered as if there were none: they wait. It is repaired once: an index that is damaged again
 * has a cause that building it does not take away.
 */
export function withRepair(answerer: Answerer): RepairedAnswerer {
  let damage: unknown
  let isRepaired = false
  return {
    async answer(request) {
      if (damage !== undefined) throw new NoIndexError()
      try {
        return await answerer.answer(request)
      } catch (error) {
        if (isRepaired || !isTableDamaged(error, 'search_')) throw error
        damage = error
        throw new NoIndexError()
      }
    },
    get damage() {
      return damage
    },
    repaired() {
      damage = undefined
      isRepaired = true
    },
  }
}
