/** An item on its way in, from a form, a file or a sample. */
import type { ItemFields } from '../../../../domain.ts'
import type { NameRef } from '../../../../rules/checks.ts'

/** What is undefined stays as it is; in a new item it is empty, or the default of its field. */
export interface ItemInput extends OrUndefined<ItemFields> {
  title: string
  /** By its number it must be there; by its name it is made where it is not there yet. */
  type: number | NameRef
  /** In their order. Those that are not there yet are made. */
  creators?: readonly NameRef[] | undefined
  categories?: readonly NameRef[] | undefined
}

type OrUndefined<T> = { [Name in keyof T]?: T[Name] | undefined }
