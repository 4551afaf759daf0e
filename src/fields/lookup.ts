/** A field that refers to one entry of a lookup, or to many in an order. A name that is not there yet becomes a new entry. */
import { checkRefs } from '../rules/checks.ts'
import type { FieldOptions } from './field.ts'
import { oneOf } from './one-of.ts'

export interface LookupOptions<Of extends string, Many extends boolean> extends Omit<
  FieldOptions,
  'sort' | 'unique' | 'search'
> {
  /** The lookup, by its name in `lookups` of `domain.ts`. */
  of: Of
  /** Whether it takes many, in an order. */
  many?: Many
  search?: boolean
}

export function lookupField<const Of extends string, const Many extends boolean = false>(
  label: string,
  { many = false as Many, ...options }: LookupOptions<Of, Many>,
) {
  return {
    kind: 'lookup' as const,
    label,
    ...options,
    many,
    makes: true,
    readNames: many ? (sent: readonly string[]) => checkRefs(sent) : oneOf(checkRefs),
  }
}
