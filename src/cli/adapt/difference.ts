/** What adapting a project to a preset changes: in which declarations, words, permissions and types the two differ. */
import type { Domain } from '../../fields/domain.ts'
import type { AnyField, ReferenceField } from '../../fields/field.ts'
import { isReference } from '../../fields/field.ts'
import { sortNameField } from '../../fields/sort-name.ts'
import { counted, noun } from '../../rules/words.ts'
import type { Resources } from '../../resources/resource.ts'
import type { Place } from './source.ts'

/** A declaration that the project has and the preset lacks: it is kept, or dropped with what it holds. */
export interface Falling {
  /** As a person names it: `year`, `suppliers`, `creators.birth_year`. */
  readonly name: string
  readonly what: 'field' | 'lookup'
  readonly label: string
  readonly place: Place
  /** The lookup that it needs in order to be kept. */
  readonly needs?: string
  /** A field of `src/resources.ts` that refers to the lookup, so that it stays: `loans.shop`. */
  readonly neededBy?: string
}

/** What falls away, with how many values or rows it holds. */
export type Counted = Falling & { readonly values: number }

export function heldBy({ what, values }: Pick<Counted, 'what' | 'values'>): string {
  return what === 'lookup'
    ? counted(values, noun('entry', 'entries'))
    : counted(values, noun('value', 'values'))
}

export interface Difference {
  /** One line for each word that changes: `items become products`. */
  readonly words: readonly string[]
  /** The names of fields and lookups that come. */
  readonly coming: readonly string[]
  readonly falling: readonly Falling[]
  /** Fields of another kind under the same name: the project's declaration stays, since values do not change their kind. */
  readonly staying: readonly Place[]
  /** Fields of the same kind, as the preset declares them. */
  readonly common: readonly CommonField[]
}

export interface CommonField {
  readonly place: Place
  readonly field: AnyField
}

type Field = AnyField | ReferenceField

/** @param resources the project's own tables, which no preset changes */
export function differenceOf(current: Domain, next: Domain, resources: Resources): Difference {
  const lookups = Object.keys(current.lookups).filter((name) => name in next.lookups)
  const ofLookup = (name: string) => {
    const [before, after] = [current, next].map((domain) => domain.lookups[name]?.fields ?? {})
    return compare(before ?? {}, after ?? {}, ['lookups', name, 'fields'], `${name}.`)
  }
  const all = [compare(current.fields, next.fields, ['fields'], ''), ...lookups.map(ofLookup)]
  return {
    words: wordsThatChange(current, next),
    coming: [
      ...all.flatMap(({ coming }) => coming),
      ...Object.keys(next.lookups).filter((name) => !(name in current.lookups)),
    ],
    falling: [
      ...all.flatMap(({ falling }) => falling),
      ...lookups.flatMap((name) => fallingSortName(name, current, next)),
      ...fallingLookups(current, next, resources),
    ],
    staying: all.flatMap(({ staying }) => staying),
    common: all.flatMap(({ common }) => common),
  }
}

function fallingLookups(current: Domain, next: Domain, resources: Resources): Falling[] {
  return Object.entries(current.lookups)
    .filter(([name]) => !(name in next.lookups))
    .map(([name, { noun }]) => {
      const neededBy = referringTo(name, resources)
      const place = ['lookups', name]
      return { name, what: 'lookup', label: noun.many, place, ...(neededBy !== undefined && { neededBy }) }
    })
}

/** The first field of a resource that refers to the lookup. */
function referringTo(lookup: string, resources: Resources): string | undefined {
  return Object.entries(resources)
    .flatMap(([name, { fields }]) =>
      Object.entries(fields).map(([column, field]) => [`${name}.${column}`, field] as const),
    )
    .find(([, field]) => isReference(field) && field.of === lookup)?.[0]
}

function compare(
  current: Readonly<Record<string, Field>>,
  next: Readonly<Record<string, Field>>,
  place: Place,
  prefix: string,
): Pick<Difference, 'coming' | 'falling' | 'staying' | 'common'> {
  const both = Object.entries(current).flatMap(([name, before]) =>
    next[name] ? [[name, before, next[name]] as const] : [],
  )
  const falling = Object.entries(current).filter(([name]) => !(name in next))
  return {
    coming: Object.keys(next).flatMap((name) => (name in current ? [] : [prefix + name])),
    falling: falling.map(([name, field]) => ({
      name: prefix + name,
      what: 'field',
      label: field.label,
      place: [...place, name],
      ...(isReference(field) && field.of !== undefined && { needs: field.of }),
    })),
    staying: both.filter((pair) => !isSame(pair)).map(([name]) => [...place, name]),
    common: both
      .filter(isSame)
      .flatMap(([name, , field]) => (isReference(field) ? [] : [{ place: [...place, name], field }])),
  }
}

/** The sort names of a lookup fall as a field would, and are kept by the line that declares them. */
function fallingSortName(lookup: string, current: Domain, next: Domain): Falling[] {
  if (!current.lookups[lookup]?.sortName || next.lookups[lookup]?.sortName) return []
  const place = ['lookups', lookup, 'sortName']
  return [{ name: `${lookup}.sort_name`, what: 'field', label: sortNameField.label, place }]
}

const isSame = ([, before, after]: readonly [string, Field, Field]) => storedAs(before) === storedAs(after)

/** What must be the same for the values of one to be values of the other. */
function storedAs(field: Field): string {
  if (isReference(field)) return JSON.stringify([field.kind, field.of ?? null, field.many])
  const { kind, filterBy } = field
  return JSON.stringify([kind, kind === 'choice' ? (filterBy?.keys?.toSorted() ?? []) : null])
}

function wordsThatChange(current: Domain, next: Domain): string[] {
  const pairs = [
    [current.item, next.item] as const,
    ...Object.entries(next.lookups).map(([name, { noun }]) => [current.lookups[name]?.noun, noun] as const),
  ]
  return pairs.flatMap(([before, after]) =>
    before && before.many !== after.many ? [`${before.many} become ${after.many}`] : [],
  )
}

/** A permission that a role gets or loses. */
export interface GivenPermission {
  readonly role: string
  readonly permission: string
}

/** Which permissions of a preset, beyond what every project begins with, another does not give. */
export function permissionsBeyond(
  preset: Pick<Domain, 'roles'>,
  other: Pick<Domain, 'roles'>,
): GivenPermission[] {
  return Object.entries(preset.roles ?? {}).flatMap(([role, permissions]) =>
    permissions
      .filter((permission) => !other.roles?.[role]?.includes(permission))
      .map((permission) => ({ role, permission })),
  )
}
