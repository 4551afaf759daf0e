/** Suggestions while somebody types: items and entries of lookups with a name that begins with the text; of creators, also with a later word that does. */
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
  /** In the order of the declaration. Those without a match are left out. */
  lookups: { lookup: LookupName; entries: SuggestedEntry[] }[]
}

const nothing: Suggestions = { items: [], lookups: [] }

/** A few of each, whatever was typed. Each reads the start of an index, so that its cost does not grow. */
export async function readSuggestions(db: Reader, typed: TypedText, viewer: Viewer): Promise<Suggestions> {
  authorize(viewer, 'catalogue.read')
  const { key } = typed
  if (key === '') return nothing
  const busiest = busiestBeginning(db, key)
  const [items, ...groups] = await Promise.all([
    suggestItems(db, typed),
    ...suggestedLookups(viewer).map(async (each) => ({
      lookup: each.lookup,
      entries: await entriesBeginning(db, each, key, busiest),
    })),
  ])
  return { items, lookups: groups.filter(({ entries }) => entries.length > 0) }
}

/** Lookups of fields that the viewer may read. Types are left out: every list shows them. */
function suggestedLookups(viewer: Viewer): SuggestedLookup[] {
  const readable = readableFields(viewer)
  return lookupNames.flatMap((lookup): SuggestedLookup[] => {
    const choice = choiceOfLookup(lookup, readable)
    return choice === undefined || choice === 'type' ? [] : [{ lookup, choice }]
  })
}
