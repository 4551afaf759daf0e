/** The rules of a type: which fields its items need, which it hides, and by what scheme their identifiers are read. Pure. */
import { declarationOf, declaredNames, fieldOfKind, itemFields, lookups } from './declared.ts'
import type { DeclaredName } from './declared.ts'
import { isReference } from './fields/field.ts'
import { isNeeded } from './fields/required.ts'
import { checkIdentifier } from './rules/identifiers/index.ts'
import type { SchemeOfType } from './rules/identifiers/index.ts'

export type FieldRule = 'required' | 'hidden'

/** A field that is not in `fields` is as its declaration says. */
export interface TypeRules extends SchemeOfType {
  readonly fields: Readonly<Partial<Record<DeclaredName, FieldRule>>>
}

export const noRules: TypeRules = { fields: {} }

/** The field by which the world knows an item, where the domain has one. */
export const identifierName = fieldOfKind('identifier')

/** The fields about which a type may have a rule: every item has a title, and needs what its declaration requires. */
export const ruledNames = declaredNames.filter(
  (name) => name !== 'title' && declarationOf(name).required !== true,
)

/** Rules as they are stored, without those about a field that the domain does not declare (any more). */
export function typeRulesOf(
  scheme: SchemeOfType,
  stored: readonly { readonly field: string; readonly rule: string }[],
): TypeRules {
  const { identifier_scheme, identifier_pattern } = scheme
  const known = stored.filter(({ field }) => ruledNames.some((name) => name === field))
  const fields = Object.fromEntries(known.map(({ field, rule }) => [field, rule]))
  return { identifier_scheme, identifier_pattern, fields }
}

/** Only what these fields have to do with: what somebody may not read has no rules for them either. */
export function rulesAbout(rules: TypeRules, fields: readonly DeclaredName[]): TypeRules {
  const isIn = (name: string) => fields.some((field) => field === name)
  const kept = Object.entries(rules.fields).filter(([name]) => isIn(name))
  const { identifier_scheme, identifier_pattern } = rules
  return {
    ...(identifierName !== undefined && isIn(identifierName) && { identifier_scheme, identifier_pattern }),
    fields: Object.fromEntries(kept),
  }
}

export const hasRules = ({ identifier_scheme, fields }: TypeRules): boolean =>
  identifier_scheme != null || Object.keys(fields).length > 0

/** What a change would break, field by field. */
export interface BrokenRule {
  field: DeclaredName
  /** As in `Checked`. */
  problem: string
  fix?: string | undefined
}

type Values = Readonly<Partial<Record<DeclaredName, unknown>>>

/**
 * The rules that a change breaks, by the declaration of the fields and by the item's type. What was stored before may stay as it is, so a
 * field counts only where its value or the type changes.
 * @param after all values after the change; a field that refers to other rows has a list
 * @param before the values before it; undefined where the item is new or gets another type
 * @param writable the fields that whoever saves it may fill in: nobody is asked for what they cannot give
 */
export function brokenRules(
  rules: TypeRules,
  { after, before }: { after: Values; before: Values | undefined },
  writable: readonly DeclaredName[],
): BrokenRule[] {
  return writable.flatMap((field): BrokenRule[] => {
    const declared = declarationOf(field)
    const isAskedByType = rules.fields[field] === 'required'
    if ((isAskedByType || declared.required === true) && isUnfilled(field, after[field])) {
      if (before && isUnfilled(field, before[field])) return []
      return [{ field, ...isNeeded(declared, isAskedByType ? ` for this ${lookups.types.noun.one}` : '') }]
    }
    const value = after[field]
    if (field !== identifierName || typeof value !== 'string' || value === before?.[field]) return []
    const { problem, fix } = checkIdentifier(rules, value) as { problem?: string; fix?: string }
    return problem === undefined ? [] : [{ field, problem, fix }]
  })
}

export function isUnfilled(name: DeclaredName, value: unknown): boolean {
  const declared = declarationOf(name)
  if (isReference(declared)) return !Array.isArray(value) || value.length === 0
  return value === undefined || value === null || value === declared.empty
}

/** The fields of the item's own row that a type hides: a new item has none of their defaults. */
export const fieldsHiddenBy = (rules: TypeRules) =>
  itemFields.filter(([name]) => rules.fields[name] === 'hidden')
