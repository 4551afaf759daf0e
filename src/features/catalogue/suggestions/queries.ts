/** Suggestions while somebody types: items and entries of lookups with a name that begins with the text, or has a later word that does. */
import { lookupNames } from '../../../declared.ts'
import type { LookupName } from '../../../declared.ts'
import type { Reader } from '../../../db/engine/connection.ts'
import { authorize } from '../../../security/rights/authorize.ts'
import { readableFields } from '../../../security/rights/policy.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import { choiceOfLookup } from '../items/queries.ts'
import type { TypedText } from './forms.ts'
import { busiestBeginning } from './queries/busiest.ts'
import { entriesBeginning } from './queries/entries.ts'
import type { SuggestedEntry, SuggestedLookup } from './queries/entries.ts'
import { suggestItems } from './queries/items.ts'
import type { SuggestedItem } from './queries/items.ts'

export type { SuggestedEntry, SuggestedItem, SuggestedLookup }

export interface Suggestions {
  items: SuggestedItem[]
  /** In the order of the declaration; none without entries. */
  lookups: { lookup: LookupName; entries: SuggestedEntry[] }[]
}

const nothing: Suggestions = { items: [], lookups: [] }

/** A few of each, whatever was typed. Each is found by an index in its order, so it costs the same however many there are. */
export async function readSuggestions(db: Reader, typed: TypedText, viewer: Viewer): Promise<Suggestions> {
  authorize(viewer, 'catalogue.read')
  const { key } = typed
  if (key === '') return nothing
  const busy = busiestBeginning(db, key)
  const [items, ...groups] = await Promise.all([
    suggestItems(db, typed),
    ...suggestedLookups(viewer).map(async (each) => ({
      lookup: each.lookup,
      entries: await entriesBeginning(db, each, key, busy),
    })),
  ])
  return { items, lookups: groups.filter(({ entries }) => entries.length > 0) }
}

/** What items refer to by fields that the viewer may read. Types are few, and stand beside every list. */
function suggestedLookups(viewer: Viewer): SuggestedLookup[] {
  const readable = readableFields(viewer)
  return lookupNames.flatMap((lookup): SuggestedLookup[] => {
    const choice = choiceOfLookup(lookup, readable)
    return choice === undefined || choice === 'type' ? [] : [{ lookup, choice }]
  })
}
