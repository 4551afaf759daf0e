/** The rules of an item's fields, one function each: the form, the import and the API all read their input with these. */
import { checkKeyed, checkText, checkTrimmed, checkYear, needed } from '../../../../rules/checks.ts'
import type { Checked, NameRef } from '../../../../rules/checks.ts'
import { searchKey } from '../../../../rules/text.ts'
import { limits } from '../../../../rules/limits.ts'

export { checkName, checkNames, checkRef, checkRefs, checkText, checkYear } from '../../../../rules/checks.ts'
export type { Checked, NameRef } from '../../../../rules/checks.ts'

/** A title must hold something to read: neither blanks alone nor characters that do not show. */
export function checkTitle(sent: string): Checked<string> {
  const title = checkTrimmed(sent, limits.title)
  return title.value !== undefined && searchKey(title.value) === '' ? needed : title
}

export function checkDescription(sent: string): Checked<string> {
  return checkText(sent, limits.description)
}

export function checkInternalNotes(sent: string): Checked<string> {
  return checkText(sent, limits.internal_notes)
}

/** What people and programs write where there is no identifier. Taken for one, it would make different works the same. */
const filler = /^(none|null|nan|undefined|#?n\/a|n\.a\.|[-–—?]+|0+|\[\]|=?""|)$/i

/** What Excel leaves of a long number in a CSV file: `9.78014E+12`. */
const shortenedNumber = /^\d([.,]\d+)?E\+\d{2,}$/i

/** An identifier is unique in its type by its key; none where nothing was sent, or something that only fills the place. */
export function checkIdentifier(sent: string): Checked<string | null> {
  if (filler.test(sent.trim())) return { value: null }
  if (shortenedNumber.test(sent.trim())) {
    return {
      problem:
        'is what Excel leaves of a long number: in Excel give the column the format Number with 0 decimal places, and save it as CSV again',
      fix: 'Write the whole number.',
    }
  }
  return checkKeyed(sent, limits.identifier, {
    problem: 'holds nothing that can be read',
    fix: 'Write it again, or leave it empty.',
  })
}

/** What each field takes, under its name in forms, files and the table. */
export const fieldChecks = {
  title: checkTitle,
  description: checkDescription,
  year: checkYear,
  identifier: checkIdentifier,
  internal_notes: checkInternalNotes,
}

/** The values of these fields, as they are stored. */
export type FieldValues = {
  [Name in keyof typeof fieldChecks]: Exclude<ReturnType<(typeof fieldChecks)[Name]>['value'], undefined>
}

/** An item on its way in, from a form, a file or a sample. What is undefined stays as it is; in a new item it is empty. */
export interface ItemInput extends OrUndefined<FieldValues> {
  title: string
  /** By its number it must be there; by its name it is made where it is not there yet. */
  type: number | NameRef
  /** In their order. Those that are not there yet are made. */
  creators?: readonly NameRef[] | undefined
  categories?: readonly NameRef[] | undefined
}

type OrUndefined<T> = { [Name in keyof T]?: T[Name] | undefined }
