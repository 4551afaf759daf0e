/** What the form of an item takes. Pure: whether its sender may write each field is the command's question. */
import { z } from 'zod'
import { checkRefs, checkYear, field, listField } from '../../../../rules/checks.ts'
import type { Checked } from '../../../../rules/checks.ts'
import { domain } from '../../../../domain.ts'
import { capital } from '../../../../rules/words.ts'
import type { Noun } from '../../../../rules/words.ts'
import { checkDescription, checkIdentifier, checkInternalNotes, checkTitle } from './fields.ts'

/** What each field of the form is called, by its name. */
export const fieldLabels = {
  title: domain.labels.title,
  type: capital(domain.type.one),
  creators: capital(domain.creator.many),
  year: domain.labels.year,
  identifier: domain.labels.identifier,
  categories: capital(domain.category.many),
  description: domain.labels.description,
  internal_notes: domain.labels.internal_notes,
} as const

const largestId = 2_147_483_647

function checkType(sent: string): Checked<number> {
  const id = /^[1-9]\d{0,9}$/.test(sent.trim()) ? Number(sent) : NaN
  return id <= largestId ? { value: id } : { problem: 'is needed', fix: 'Choose one from the list.' }
}

function checkVersion(sent: string): Checked<number> {
  const version = /^[1-9]\d{0,9}$/.test(sent.trim()) ? Number(sent) : NaN
  return version <= largestId
    ? { value: version }
    : { problem: 'is not the number of a version', fix: 'Open the form again.' }
}

const listOf = (word: Noun) => `The list of ${word.many}`

/** In the order of the form, so that its messages come in that order. */
const itemForm = z.strictObject({
  title: field(fieldLabels.title, checkTitle),
  type: field(fieldLabels.type, checkType),
  // What is not sent stays as it is; browsers send every field, if only as an empty text.
  creators: listField(listOf(domain.creator), checkRefs).optional(),
  year: field(fieldLabels.year, checkYear).optional(),
  identifier: field(fieldLabels.identifier, checkIdentifier).optional(),
  categories: listField(listOf(domain.category), checkRefs).optional(),
  description: field(fieldLabels.description, checkDescription).optional(),
  internal_notes: field(fieldLabels.internal_notes, checkInternalNotes).optional(),
  /** Which version was edited. A new item has none to compare with. */
  version: field('The version', checkVersion).optional(),
  /** The button that gives the form back with room for one more name, and writes nothing. */
  more: z.enum(['creators', 'categories'], 'This form has no such button.').optional(),
})

export const parseItemForm = (body: unknown) => itemForm.safeParse(body)

const itemChangeForm = itemForm.extend({ version: field('The version', checkVersion) })

export const parseItemChangeForm = (body: unknown) => itemChangeForm.safeParse(body)

/** A deletion takes nothing but its address. */
export const parseItemDeletionForm = (body: unknown) => z.strictObject({}).safeParse(body)
