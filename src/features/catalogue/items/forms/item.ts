/** What the form of an item takes, from the declaration of its fields. Pure. */
import { z } from 'zod'
import { domain, itemFields } from '../../../../domain.ts'
import type { FieldName } from '../../../../domain.ts'
import type { AnyField } from '../../../../fields/field.ts'
import { checkRequired } from '../../../../fields/required.ts'
import { checkRefs, field, listField } from '../../../../rules/checks.ts'
import type { Checked } from '../../../../rules/checks.ts'
import { capital } from '../../../../rules/words.ts'
import type { Noun } from '../../../../rules/words.ts'
import type { ItemInput } from './fields.ts'

/** What the parts of an item are called that every item has beside its fields. */
export const linkLabels = {
  type: capital(domain.type.one),
  creators: capital(domain.creator.many),
  categories: capital(domain.category.many),
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

/** What is not sent stays as it is; browsers send every field, if only as an empty text. What a field requires may not be sent empty. */
function inputOf([, declared]: readonly [string, AnyField]) {
  return field(declared.label, (sent) => checkRequired(declared, declared.parse(sent))).optional()
}

export interface SentItem extends ItemInput {
  type: number
  version?: number
  more?: 'creators' | 'categories' | undefined
}

/** In the order of the form, so that its messages come in that order. */
function formOf(fields: readonly FieldName[]) {
  const declared = itemFields.filter(([name]) => name !== 'title' && fields.includes(name))
  return z.strictObject({
    title: field(domain.fields.title.label, (sent) => domain.fields.title.parse(sent)),
    type: field(linkLabels.type, checkType),
    creators: listField(listOf(domain.creator), checkRefs).optional(),
    categories: listField(listOf(domain.category), checkRefs).optional(),
    ...Object.fromEntries(declared.map((each) => [each[0], inputOf(each)])),
    /** Which version was edited. A new item has none to compare with. */
    version: field('The version', checkVersion).optional(),
    /** The button that gives the form back with room for one more name, and writes nothing. */
    more: z.enum(['creators', 'categories'], 'This form has no such button.').optional(),
  })
}

/** Built once for each set of fields: people differ in what they may write, but not each from each. */
const forms = new Map<string, ReturnType<typeof formOf>>()

function formFor(fields: readonly FieldName[]) {
  const key = fields.join()
  const form = forms.get(key) ?? formOf(fields)
  forms.set(key, form)
  return form
}

/** @param fields those that the sender may write; any other name is unknown */
export const parseItemForm = (fields: readonly FieldName[]) => (body: unknown) =>
  // The types of the declared fields come from the declaration, which zod's types cannot follow.
  formFor(fields).safeParse(body) as unknown as z.ZodSafeParseResult<SentItem>

export const parseItemChangeForm = (fields: readonly FieldName[]) => (body: unknown) =>
  formFor(fields)
    .extend({ version: field('The version', checkVersion) })
    .safeParse(body) as unknown as z.ZodSafeParseResult<SentItem & { version: number }>

/** A deletion takes nothing but its address. */
export const parseItemDeletionForm = (body: unknown) => z.strictObject({}).safeParse(body)
