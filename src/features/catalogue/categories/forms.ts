/** What somebody may send for a category. */
import { z } from 'zod'
import { checkName, checkText, field } from '../../../rules/checks.ts'
import { limits } from '../../../rules/limits.ts'

export const categoryLabels = { name: 'Name', description: 'Description' } as const

const categoryForm = z.strictObject({
  name: field(categoryLabels.name, checkName),
  // What is not sent stays as it is; browsers send every field.
  description: field(categoryLabels.description, (sent) => checkText(sent, limits.note)).optional(),
})

export type CategoryInput = z.infer<typeof categoryForm>

export const parseCategoryForm = (body: unknown) => categoryForm.safeParse(body)

/** A deletion takes nothing but its address. */
export const parseDeletionForm = (body: unknown) => z.strictObject({}).safeParse(body)

/** The text in each field of the form. */
export interface CategoryValues {
  name: string
  description: string
}

export const noCategory: CategoryValues = { name: '', description: '' }
