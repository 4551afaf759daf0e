/** An item on its way in, from a form, a file or a sample. */
import type { ItemFields, ReferenceName } from '../../../../declared.ts'
import type { NameRef } from '../../../../rules/checks.ts'

/** The names of what the item refers to, in order. A missing name becomes a new entry where the field allows it. */
type NamesInput = { [Name in ReferenceName]?: readonly NameRef[] | undefined }

/** What is undefined stays as it is; in a new item it is empty, or the default of its field. */
export interface ItemInput extends OrUndefined<ItemFields>, NamesInput {
  title: string
  /** A type given by its number must exist; one given by its name is created where it is missing. */
  type: number | NameRef
}

type OrUndefined<T> = { [Name in keyof T]?: T[Name] | undefined }
