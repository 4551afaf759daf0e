/** What the form of an item takes, from the declaration of its fields. Pure. */
import { z } from 'zod'
import { declarationOf, declaredNames, itemReferences, lookups } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import type { DeclaredName, ReferenceName } from '../../../../declared.ts'
import { inputOf } from '../../../../fields/input.ts'
import { field } from '../../../../rules/checks.ts'
import type { Checked } from '../../../../rules/checks.ts'
import { capital } from '../../../../rules/words.ts'
import type { ItemInput } from './fields.ts'
import { limits } from '../../../../rules/limits.ts'

/** What the type is called in the form. Every item has one. */
export const typeLabel = capital(lookups.types.noun.one)

function checkType(sent: string): Checked<number> {
  const id = /^[1-9]\d{0,9}$/.test(sent.trim()) ? Number(sent) : NaN
  return id <= limits.id ? { value: id } : { problem: 'is needed', fix: 'Choose one from the list.' }
}

function checkVersion(sent: string): Checked<number> {
  const version = /^[1-9]\d{0,9}$/.test(sent.trim()) ? Number(sent) : NaN
  return version <= limits.id
    ? { value: version }
    : { problem: 'is not the number of a version', fix: 'Open the form again.' }
}

export interface SentItem extends ItemInput {
  type: number
  version?: number
  more?: ReferenceName | 'type' | undefined
}

/** In the order of the form, so that its messages come in that order. */
function formOf(fields: readonly DeclaredName[]) {
  const declared = declaredNames.filter((name) => name !== 'title' && fields.includes(name))
  const lists = itemReferences
    .filter(([name, { many }]) => many && fields.includes(name))
    .map(([name]) => name)
  return z.strictObject({
    title: field(domain.fields.title.label, (sent) => domain.fields.title.parse(sent)),
    type: field(typeLabel, checkType),
    ...Object.fromEntries(declared.map((name) => [name, inputOf(declarationOf(name)).optional()])),
    /** Which version was edited. A new item has none to compare with. */
    version: field('The version', checkVersion).optional(),
    /** The button that gives the form back with room for one more name, or as the chosen type asks for it, and writes nothing. */
    more: z.enum(['type', ...lists], 'This form has no such button.').optional(),
  })
}

/** Built once for each set of fields: people differ in what they may write, but not each from each. */
const forms = new Map<string, ReturnType<typeof formOf>>()

function formFor(fields: readonly DeclaredName[]) {
  const key = fields.join()
  const form = forms.get(key) ?? formOf(fields)
  forms.set(key, form)
  return form
}

/** @param fields those that the sender may write; any other name is unknown */
export const parseItemForm = (fields: readonly DeclaredName[]) => (body: unknown) =>
  // The types of the declared fields come from the declaration, which zod's types cannot follow.
  formFor(fields).safeParse(body) as unknown as z.ZodSafeParseResult<SentItem>

export const parseItemChangeForm = (fields: readonly DeclaredName[]) => (body: unknown) =>
  formFor(fields)
    .extend({ version: field('The version', checkVersion) })
    .safeParse(body) as unknown as z.ZodSafeParseResult<SentItem & { version: number }>

/** A deletion takes nothing but its address. */
export const parseItemDeletionForm = (body: unknown) => z.strictObject({}).safeParse(body)
