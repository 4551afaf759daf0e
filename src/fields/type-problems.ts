/** What can be wrong with the types that a domain declares: rules about fields that there are not, or that contradict each other. */
import { isPattern } from '../rules/identifiers/index.ts'
import { limits } from '../rules/limits.ts'
import { searchKey } from '../rules/text.ts'
import type { DeclaredType } from './domain.ts'
import type { Declarations } from './field.ts'

interface WithTypes {
  readonly fields: Declarations
  readonly types?: readonly DeclaredType[]
}

export function problemsOfTypes({ fields, types = [] }: WithTypes): string[] {
  const names = types.map(({ name }) => searchKey(name))
  return types.flatMap((type, place) =>
    [
      type.name.trim() === '' || type.name.length > limits.name ? 'has no name that can be kept' : undefined,
      names.indexOf(names[place] ?? '') < place ? 'is there twice' : undefined,
      problemOfPattern(type),
      ...[...(type.needs ?? []), ...(type.hides ?? [])].map((field) => problemOfField(field, type, fields)),
    ].flatMap((problem) => (problem === undefined ? [] : `the type "${type.name}" ${problem}`)),
  )
}

function problemOfPattern({ scheme, pattern }: DeclaredType): string | undefined {
  if (scheme !== 'pattern')
    return pattern === undefined
      ? undefined
      : "has a pattern without scheme: 'pattern': add it, or take the pattern away"
  return pattern !== undefined && isPattern(pattern) && pattern.length <= limits.pattern
    ? undefined
    : `has scheme: 'pattern' and no pattern with an A for a letter or a 9 for a digit: write pattern: 'INV-9999'`
}

function problemOfField(name: string, { needs = [], hides = [] }: DeclaredType, fields: Declarations) {
  const field = Object.hasOwn(fields, name) ? fields[name] : undefined
  const says = `${needs.includes(name) ? 'needs' : 'hides'} "${name}"`
  if (field === undefined) return `${says}, and there is no such field: ${Object.keys(fields).join(', ')}`
  if (name === 'title') return `${says}, which every item has: take it away`
  if (needs.includes(name) && hides.includes(name))
    return `needs and hides "${name}": take one of the two away`
  if (field.required === true) return `${says}, which is required of every item: take it away`
  return undefined
}
