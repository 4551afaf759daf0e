/** The part of a type's form that says its rules: the scheme of identifiers, and of each field whether items need it or hide it. Pure. */
import { z } from 'zod'
import { declarationOf } from '../../../../declared.ts'
import type { DeclaredName } from '../../../../declared.ts'
import { checkTrimmed, field } from '../../../../rules/checks.ts'
import type { Checked } from '../../../../rules/checks.ts'
import { isPattern, schemeNames } from '../../../../rules/identifiers/index.ts'
import { limits } from '../../../../rules/limits.ts'
import { identifierName, ruledNames } from '../../../../type-rules.ts'
import type { FieldRule, TypeRules } from '../../../../type-rules.ts'

export const ruleChoices = ['optional', 'required', 'hidden'] as const

/** The name of a field's rule in the form. A declared field cannot be called so. */
export const ruleParameter = (name: DeclaredName) => `rule.${name}`

export const patternLabel = 'Pattern'

/** The fields about which this person may make rules: those that they may read. */
export const ruledFor = (readable: readonly DeclaredName[]) =>
  ruledNames.filter((name) => readable.includes(name))

export const choosesScheme = (readable: readonly DeclaredName[]) =>
  identifierName !== undefined && readable.includes(identifierName)

/** What is not sent stays as it is. */
export function inputsOfRules(readable: readonly DeclaredName[]): Record<string, z.ZodType> {
  const fields = ruledFor(readable).map((name) => [
    ruleParameter(name),
    z.enum(ruleChoices, `${declarationOf(name).label}: choose one of the three.`).optional(),
  ])
  return {
    ...(choosesScheme(readable) && {
      identifier_scheme: z.enum(['', ...schemeNames], 'Choose one of the list.').optional(),
      identifier_pattern: field(patternLabel, checkPattern).optional(),
    }),
    ...(Object.fromEntries(fields) as Record<string, z.ZodType>),
  }
}

const likeThis = 'Write A for a letter and 9 for a digit, such as INV-9999.'

function checkPattern(sent: string): Checked<string> {
  const text = checkTrimmed(sent, limits.pattern)
  return text.value && !isPattern(text.value)
    ? { problem: 'has no place for a letter or a digit', fix: likeThis }
    : text
}

export const patternMissing = {
  field: 'identifier_pattern',
  message: `${patternLabel} is needed. ${likeThis}`,
}

/** What was sent about rules. */
export interface SentRules {
  /** Empty for none. */
  scheme?: string | undefined
  pattern?: string | undefined
  fields: { field: string; rule: FieldRule | 'optional' }[]
}

export function rulesIn(input: Readonly<Record<string, unknown>>): SentRules {
  const fields = ruledNames.flatMap((name) => {
    const rule = input[ruleParameter(name)] as FieldRule | 'optional' | undefined
    return rule === undefined ? [] : [{ field: name, rule }]
  })
  return {
    scheme: input.identifier_scheme as string | undefined,
    pattern: input.identifier_pattern as string | undefined,
    fields,
  }
}

/** As the form shows them. */
export function textsOfRules(rules: TypeRules, readable: readonly DeclaredName[]): Record<string, string> {
  const fields = ruledFor(readable).map((name) => [ruleParameter(name), rules.fields[name] ?? 'optional'])
  return {
    ...(choosesScheme(readable) && {
      identifier_scheme: rules.identifier_scheme ?? '',
      identifier_pattern: rules.identifier_pattern ?? '',
    }),
    ...(Object.fromEntries(fields) as Record<string, string>),
  }
}
