/** An item on its way in, from a form, a file or a sample. */
import type { ItemFields, ReferenceName } from '../../../../declared.ts'
import type { NameRef } from '../../../../rules/checks.ts'

/** By the names of what it refers to, in their order; what may be made is made where it is not there yet. */
type NamesInput = { [Name in ReferenceName]?: readonly NameRef[] | undefined }

/** What is undefined stays as it is; in a new item it is empty, or the default of its field. */
export interface ItemInput extends OrUndefined<ItemFields>, NamesInput {
  title: string
  /** By its number it must be there; by its name it is made where it is not there yet. */
  type: number | NameRef
}

type OrUndefined<T> = { [Name in keyof T]?: T[Name] | undefined }
