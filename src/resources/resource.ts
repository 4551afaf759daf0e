/** What a resource is: a table of one's own beside the items, with pages and permissions. One of its rows is what its noun says: a loan. */
import type { Declarations } from '../fields/field.ts'
import type { Permission } from '../rules/permissions.ts'
import type { Noun } from '../rules/words.ts'

export interface Resource {
  readonly noun: Noun
  /** Who may read all rows. */
  readonly read: Permission
  /** Who may read the rows that name them: those where one of its persons is the reader. */
  readonly readOwn?: Permission
  /** Who may add, change and delete; they may read as well. */
  readonly manage: Permission
  /** What is known of one, declared as the fields of an item in `domain.ts`; `table` puts a field into the list. */
  readonly fields: Declarations
}

/** By the names of their tables, which are also their addresses and their folders. */
export type Resources = Readonly<Record<string, Resource>>
