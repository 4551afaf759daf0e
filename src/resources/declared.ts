/** What follows from the resources that the project declares: their names, their fields, and the types of their rows. */
import { domain } from '../domain.ts'
import { DeclarationError } from '../fields/declaration.ts'
import { isReference } from '../fields/field.ts'
import type { AnyField, Declarations, DeclaredField, ReferenceField } from '../fields/field.ts'
import { resources } from '../resources.ts'
import type { NameRef } from '../rules/checks.ts'
import { problemsOfResources } from './problems.ts'
import type { Resource, Resources } from './resource.ts'

const declared: Resources = resources

// Checked before anything uses them: with an impossible resource, no command runs and the program does not start.
const [problem] = problemsOfResources(declared, domain.lookups)
if (problem !== undefined) throw new DeclarationError(`src/resources.ts: ${problem}`)

type Declared = keyof typeof resources

/** Any string where a project has no resources: code for all resources must pass the type check and lint without one. */
export type ResourceName = [Declared] extends [never] ? string : Declared

const isDeclared = (name: string): name is ResourceName => Object.hasOwn(declared, name)

export const resourceNames: readonly ResourceName[] = Object.keys(declared).filter(isDeclared)

/** The resource of this name. Where there is none, nobody may do anything with it. */
export function resourceNamed(name: string): Resource | undefined {
  return Object.hasOwn(declared, name) ? declared[name] : undefined
}

type NamedField = readonly [name: string, field: AnyField | ReferenceField]

/** All its fields, in their order. */
export function resourceFields(name: string): readonly NamedField[] {
  return Object.entries(resourceNamed(name)?.fields ?? {})
}

/** Those that refer to other rows: an item, an account, an entry of a lookup. */
export function resourceReferences(
  name: string,
): readonly (readonly [name: string, field: ReferenceField])[] {
  return resourceFields(name).flatMap(([field, each]) => (isReference(each) ? [[field, each] as const] : []))
}

type FieldsIn<Name extends ResourceName> = Name extends Declared
  ? (typeof resources)[Name] extends { fields: infer Fields extends Declarations }
    ? Fields
    : Declarations
  : Declarations

/** The row that a field refers to, and what it is called. */
export interface ReferredRow {
  readonly id: number
  readonly name: string
}

/** A row of any resource. */
export interface AnyRow {
  readonly id: number
  /** Counts the saves. */
  readonly version: number
  readonly [field: string]: unknown
}

/** A row of a resource, with the values of its fields: `RowOf<'loans'>`. */
export type RowOf<Name extends ResourceName> = AnyRow & {
  readonly [Field in keyof FieldsIn<Name>]: FieldsIn<Name>[Field] extends { many: boolean }
    ? ReferredRow | null
    : FieldsIn<Name>[Field] extends DeclaredField<infer Value>
      ? Value
      : never
}

/** What is sent for a row: what it refers to by name, or by number where it is an item. What is not there stays as it is. */
export type InputOf<Name extends ResourceName> = {
  readonly [Field in keyof FieldsIn<Name>]?: FieldsIn<Name>[Field] extends { many: boolean }
    ? readonly NameRef[]
    : FieldsIn<Name>[Field] extends DeclaredField<infer Value>
      ? Value
      : never
}
