/** Fields that tests name and a project may have taken out of its declaration: tests of such a field are left out with it. */
import { domain } from '../../src/domain.ts'
import type { FieldName } from '../../src/declared.ts'

const declared: ReadonlySet<string> = new Set(Object.keys(domain.fields))

/** Whether the domain declares all of these fields: for `it.runIf`, `describe.runIf` and what a test expects. */
export function hasFields(...names: readonly string[]): boolean {
  return names.every((name) => declared.has(name))
}

/** Fields that a fork begins with, and that can be taken out. */
const removable = ['year', 'identifier', 'description', 'internal_notes']

/** These values without those of fields that the domain lacks, so that a test of something else can give them all. */
export function ofDomain(values: object): Record<string, never> {
  const left = Object.entries(values).filter(([name]) => !removable.includes(name) || declared.has(name))
  return Object.fromEntries(left) as Record<string, never>
}

/** The name of a field as the code takes it, in a test that runs only where the domain has it. */
export const fieldCalled = (name: string) => name as FieldName

/** The name of a column that the types know only where the domain has the field. */
export const columnCalled = (name: string) => name as 'title'
