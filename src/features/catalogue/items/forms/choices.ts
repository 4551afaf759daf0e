/** The choices that narrow a list by ids of rows: the type, and every field that refers to entries of a lookup or to other items. */
import { itemReferences, lookups } from '../../../../declared.ts'
import { domain } from '../../../../domain.ts'
import type { DeclaredName, LookupName, ReferenceName } from '../../../../declared.ts'
import type { Noun } from '../../../../rules/words.ts'

/** Parameters are singular: an item has `creators`, and an address chooses a `creator`. A project's own fields keep their names. */
const parameters = { creators: 'creator', categories: 'category' } as const

type ParameterOf<Name> = Name extends keyof typeof parameters ? (typeof parameters)[Name] : Name

export type ChoiceName = 'type' | ParameterOf<ReferenceName>

export interface ItemChoice {
  /** Its parameter in the address. */
  readonly name: ChoiceName
  /** The field; none for the type, which is not declared. */
  readonly reference: ReferenceName | undefined
  readonly noun: Noun
  /** The lookup that its rows are entries of; none where they are items. */
  readonly lookup: LookupName | undefined
  /** Whether it is offered beside the list. */
  readonly filter: boolean
}

export const choices: readonly ItemChoice[] = [
  { name: 'type', reference: undefined, noun: lookups.types.noun, lookup: 'types', filter: true },
  ...itemReferences.flatMap(([reference, { kind, of, filter = false }]): ItemChoice[] => {
    if (kind === 'person') return []
    const name = choiceOfReference(reference)
    const lookup = kind === 'lookup' ? (of as LookupName) : undefined
    return [{ name, reference, noun: lookup ? lookups[lookup].noun : domain.item, lookup, filter }]
  }),
]

export const choiceNames = choices.map(({ name }) => name)

export function choiceNamed(name: ChoiceName): ItemChoice {
  const found = choices.find((choice) => choice.name === name)
  if (!found) throw new Error(`There is no choice ${name}.`)
  return found
}

/** Those that somebody may see who may read these fields. */
export function choicesFor(readable: readonly DeclaredName[]): readonly ItemChoice[] {
  return choices.filter(({ reference }) => reference === undefined || readable.includes(reference))
}

/** The choice that belongs to this field: it finds the items that refer to something by it. */
export function choiceOfReference(name: ReferenceName): ChoiceName {
  return (Object.hasOwn(parameters, name) ? parameters[name as never] : name) as ChoiceName
}

/** The choices that find the items of an entry: that of the field named like the lookup first, then the others that somebody may see. */
export function choicesOfLookup(
  lookup: LookupName,
  readable: readonly DeclaredName[],
): readonly ItemChoice[] {
  const isNamedLike = ({ reference }: ItemChoice) => (reference as string | undefined) === lookup
  return choicesFor(readable)
    .filter((choice) => choice.lookup === lookup)
    .toSorted((a, b) => Number(isNamedLike(b)) - Number(isNamedLike(a)))
}

/** The first of them; undefined where the viewer may read no field that refers to the lookup. */
export function choiceOfLookup(
  lookup: LookupName,
  readable: readonly DeclaredName[],
): ChoiceName | undefined {
  return choicesOfLookup(lookup, readable)[0]?.name
}

/** The ids that are chosen of each. */
export type ChosenIds = Record<ChoiceName, number[]>

export const nothingChosen = Object.fromEntries(choiceNames.map((name) => [name, []])) as unknown as ChosenIds
