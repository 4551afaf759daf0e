/** What a form may send for a field, as zod reads it: for a reference as many values as there are names. */
import { field, listField } from '../rules/checks.ts'
import { isReference } from './field.ts'
import type { AnyField, ReferenceField } from './field.ts'
import { checkRequired, checkRequiredNames } from './required.ts'

/** What the field requires may not be sent empty. */
export function inputOf(declared: AnyField | ReferenceField) {
  return isReference(declared)
    ? listField(declared.label, (sent) => checkRequiredNames(declared, declared.readNames(sent)))
    : field(declared.label, (sent) => checkRequired(declared, declared.parse(sent)))
}
