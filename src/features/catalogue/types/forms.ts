/** What somebody may send for a type. */
import { z } from 'zod'
import { checkName, checkText, field } from '../../../rules/checks.ts'
import { limits } from '../../../rules/limits.ts'

export const typeLabels = { name: 'Name', description: 'Description' } as const

const typeForm = z.strictObject({
  name: field(typeLabels.name, checkName),
  // What is not sent stays as it is; browsers send every field.
  description: field(typeLabels.description, (sent) => checkText(sent, limits.note)).optional(),
})

export type TypeInput = z.infer<typeof typeForm>

export const parseTypeForm = (body: unknown) => typeForm.safeParse(body)

/** A deletion takes nothing but its address. */
export const parseDeletionForm = (body: unknown) => z.strictObject({}).safeParse(body)

/** The text in each field of the form. */
export interface TypeValues {
  name: string
  description: string
}

export const noType: TypeValues = { name: '', description: '' }
