/** What `src/domain.ts` and the presets say. */
import type { SchemeName } from '../rules/identifiers/index.ts'
import type { Permission } from '../rules/permissions.ts'
import type { Noun } from '../rules/words.ts'
import type { DeclaredCitation } from './citation.ts'
import type { Declarations, Fields } from './field.ts'
import type { DeclaredComparison, Home } from './home.ts'

/** What a domain says. */
export interface Domain {
  readonly name: string
  readonly tagline: string
  readonly item: Noun
  readonly locale: string
  /** Whether visitors may read the catalogue, where `PUBLIC_CATALOGUE` says nothing. */
  readonly publicCatalogue: boolean
  /** The folder of `samples` that fills an empty database. */
  readonly sample: string
  /** What roles may do in a new database beyond what they may do everywhere, by the role's name. */
  readonly roles?: Readonly<Record<string, readonly Permission[]>>
  /** Which items are somebody's own, for "change the items …" on the page of roles. Default: "they added". */
  readonly ownItems?: string
  readonly fields: Declarations
  /** Conditions over two fields, which narrow the list as `is=NAME` in its address. */
  readonly comparisons?: Readonly<Record<string, DeclaredComparison>>
  readonly lookups: Readonly<Record<string, DeclaredLookup>>
  /** The types that an empty database begins with. Staff change them, and add others, at the address of types. */
  readonly types: readonly DeclaredType[]
  readonly home: Home
  /** Items in columns, as a further view of the list; without it there is none. */
  readonly board?: DeclaredBoard
  /** How an item is cited; without it none is. */
  readonly citation?: DeclaredCitation
}

/** A type of items that an empty database begins with. */
export interface DeclaredType {
  readonly name: string
  readonly description?: string
  /** By which scheme the identifiers of its items are checked and compared. */
  readonly scheme?: SchemeName
  /** For the scheme `pattern`. */
  readonly pattern?: string
  /** The fields that its items must have. */
  readonly needs?: readonly string[]
  /** The fields that make no sense for its items. */
  readonly hides?: readonly string[]
}

/** A board: a column for each value of a field that holds a choice, and items that are moved from one to the next. */
export interface DeclaredBoard {
  readonly by: string
  /** A field that holds a date: the order in a column, and what is late. */
  readonly due?: string
  /** The choices with which nothing is late any more. */
  readonly done?: readonly string[]
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
  /** Whether its lists are ordered by a sort name, which staff may change: `Le Guin, Ursula K.`. For names of persons. */
  readonly sortName?: boolean
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
