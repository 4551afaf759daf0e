/** How many people have a role, in words. */
import { counted, noun } from '../../../../rules/words.ts'

const person = noun('person', 'people')

export function people(count: number): string {
  return counted(count, person)
}
