/** The rule that a field may not be empty, where its declaration says `required`. */
import type { Checked } from '../rules/checks.ts'
import type { AnyField } from './field.ts'

/** What was read by the field, or that it is needed. */
export function checkRequired<T>({ required, empty }: AnyField, checked: Checked<T>): Checked<T> {
  const isMissing = required === true && checked.problem === undefined && checked.value === empty
  return isMissing ? { problem: 'is needed', fix: 'Fill it in.' } : checked
}
