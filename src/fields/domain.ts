/** What `src/domain.ts` and the presets say. */
import type { Noun } from '../rules/words.ts'
import type { Declarations, Fields } from './field.ts'

/** What a domain says. */
export interface Domain {
  readonly name: string
  readonly tagline: string
  readonly item: Noun
  readonly locale: string
  /** Whether visitors may read the catalogue, where `PUBLIC_CATALOGUE` says nothing. */
  readonly publicCatalogue: boolean
  readonly fields: Declarations
  readonly lookups: Readonly<Record<string, DeclaredLookup>>
}

/** A list that items choose from. One of its rows, such as one creator, is an entry. */
export interface DeclaredLookup {
  readonly noun: Noun
  /** Where it is not called as the lookup. */
  readonly table?: string
  /** What one of them is called in a link's column and in an address: `creator`, `creator_id`. Default: the name of the lookup. */
  readonly choice?: string
  /** What an entry has beside its name. The keys are the columns' names. */
  readonly fields: Fields
  /** Two years that belong together: shown as "1815–1852", and the second never before the first. */
  readonly span?: { readonly from: string; readonly to: string }
}

/**
 * Whether an item is the account's own.
 * @param item the accounts that the item names, by column: `created_by`, and `NAME_id` of each field that holds a person
 */
export type OwnedBy = (
  item: Readonly<Record<string, number | null>>,
  account: { readonly id: number },
) => boolean
