/** What somebody may send for a creator. */
import { z } from 'zod'
import { checkName, checkYear, field } from '../../../rules/checks.ts'

export const creatorLabels = {
  name: 'Name',
  birth_year: 'Year of birth',
  death_year: 'Year of death',
} as const

export const deathBeforeBirth = `${creatorLabels.death_year} comes before ${creatorLabels.birth_year.toLowerCase()}. Correct one of the two.`

const creatorForm = z
  .strictObject({
    name: field(creatorLabels.name, checkName),
    // What is not sent stays as it is; browsers send every field.
    birth_year: field(creatorLabels.birth_year, checkYear).optional(),
    death_year: field(creatorLabels.death_year, checkYear).optional(),
  })
  .refine(({ birth_year, death_year }) => (death_year ?? Infinity) >= (birth_year ?? -Infinity), {
    path: ['death_year'],
    message: deathBeforeBirth,
  })

export type CreatorInput = z.infer<typeof creatorForm>

export const parseCreatorForm = (body: unknown) => creatorForm.safeParse(body)

/** A deletion takes nothing but its address. */
export const parseDeletionForm = (body: unknown) => z.strictObject({}).safeParse(body)

/** The text in each field of the form. */
export interface CreatorValues {
  name: string
  birth_year: string
  death_year: string
}

export const noCreator: CreatorValues = { name: '', birth_year: '', death_year: '' }

/** A creator as the form shows it. */
export function creatorValues(creator: {
  name: string
  birth_year: number | null
  death_year: number | null
}): CreatorValues {
  const text = (year: number | null) => (year === null ? '' : String(year))
  return { name: creator.name, birth_year: text(creator.birth_year), death_year: text(creator.death_year) }
}
