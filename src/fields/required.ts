/** The rule that a field may not be empty, where its declaration, or the type of an item, says so. */
import type { Checked, NameRef } from '../rules/checks.ts'
import { isReference } from './field.ts'
import type { AnyField, ReferenceField } from './field.ts'

/** @param what for what it is needed, such as ` for this book` */
export function isNeeded(field: AnyField | ReferenceField, what = '') {
  const are = isReference(field) && field.many ? 'are' : 'is'
  return { problem: `${are} needed${what}`, fix: 'Fill it in.' }
}

/** What was read by the field, or that it is needed. */
export function checkRequired<T>(field: AnyField, checked: Checked<T>): Checked<T> {
  const isMissing = field.required === true && checked.problem === undefined && checked.value === field.empty
  return isMissing ? isNeeded(field) : checked
}

/** The names that were read for a reference, or that it is needed. */
export function checkRequiredNames(field: ReferenceField, names: Checked<NameRef[]>): Checked<NameRef[]> {
  return field.required && names.value?.length === 0 ? isNeeded(field) : names
}
