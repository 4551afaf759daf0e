/** What follows from the declaration in `domain.ts`: its fields and lookups by kind and in their order. */
import { domain } from './domain.ts'
import { mustBePossible } from './fields/declaration.ts'
import type { DeclaredLookup, Domain } from './fields/domain.ts'
import { isReference } from './fields/field.ts'
import { sortNameField } from './fields/sort-name.ts'
import type { AnyField, Fields, KindName, ReferenceField, ValuesOf } from './fields/field.ts'

// Checked before anything uses the declaration: with an impossible field, no command runs and the program does not start.
mustBePossible(domain)

/** The declaration as any project may have it: with what this one leaves out. */
export const declaration: Domain = domain

type Declared = typeof domain.fields

/** The fields of an item that refer to rows of other tables. */
export type ReferenceName = {
  [Name in keyof Declared]: Declared[Name] extends { many: boolean } ? Name : never
}[keyof Declared]

/** The fields that stand in the item's own row. */
export type FieldName = Exclude<keyof Declared, ReferenceName>

export type DeclaredName = keyof Declared

/** The value of each field of the item's own row, by name. */
export interface ItemFields extends ValuesOf<Pick<Declared, FieldName>> {}

/** All fields in the order of forms, pages and files: the title first, then as they are declared. */
export const declaredNames = (Object.keys(domain.fields) as DeclaredName[]).sort(
  (a, b) => Number(b === 'title') - Number(a === 'title'),
)

/** The declaration of any field. */
export function declarationOf(name: DeclaredName): AnyField | ReferenceField {
  return domain.fields[name]
}

const refers = (name: DeclaredName): name is ReferenceName => isReference(declarationOf(name))
const isOwn = (name: DeclaredName): name is FieldName => !refers(name)

/** The fields of an item's own row, in that order. */
export const itemFields: readonly (readonly [name: FieldName, field: AnyField])[] = declaredNames
  .filter(isOwn)
  .map((name) => [name, declarationOf(name) as AnyField])

/** The fields that refer to other rows, in that order. */
export const itemReferences: readonly (readonly [name: ReferenceName, field: ReferenceField])[] =
  declaredNames.filter(refers).map((name) => [name, declarationOf(name) as ReferenceField])

/** The declaration of a field of the item's own row; undefined for any other name. */
export function fieldNamed(name: string): AnyField | undefined {
  return fieldsByName.get(name)
}

const fieldsByName = new Map<string, AnyField>(itemFields)

/** The first field of a kind, where there is one: of those that everybody may read, or else of the others. */
export function fieldOfKind(kind: KindName): FieldName | undefined {
  const ofKind = itemFields.filter(([, each]) => each.kind === kind)
  return (ofKind.find(([, { read }]) => read === undefined) ?? ofKind[0])?.[0]
}

export type LookupName = keyof typeof domain.lookups

type TableOf<Name extends LookupName> = (typeof domain.lookups)[Name] extends {
  table: infer Table extends string
}
  ? Table
  : Name

type ChoiceOf<Name extends LookupName> = (typeof domain.lookups)[Name] extends {
  choice: infer Choice extends string
}
  ? Choice
  : Name

export type LookupTable = { [Name in LookupName]: TableOf<Name> }[LookupName]

/** A lookup with all that its declaration may leave out. */
export interface Lookup extends DeclaredLookup {
  readonly table: string
  readonly choice: string
}

type Lookups = {
  readonly [Name in LookupName]: Lookup &
    (typeof domain.lookups)[Name] & { table: TableOf<Name>; choice: ChoiceOf<Name> }
}

/** What its declaration says, and the sort name that comes with it. */
function fieldsOfEntries({ fields, sortName }: DeclaredLookup): Fields {
  return sortName ? { sort_name: sortNameField, ...fields } : fields
}

export const lookups = Object.fromEntries(
  Object.entries<DeclaredLookup>(domain.lookups).map(([name, lookup]) => [
    name,
    { table: name, choice: name, ...lookup, fields: fieldsOfEntries(lookup) },
  ]),
) as unknown as Lookups

export const lookupNames = Object.keys(domain.lookups) as LookupName[]
