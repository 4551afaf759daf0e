/** The schemes of identifiers, and the three questions about one: is it right, what is it compared by, how is it shown. */
import type { Checked } from '../checks.ts'
import { limits } from '../limits.ts'
import { searchKey } from '../text.ts'
import { doi } from './doi.ts'
import { ean } from './ean.ts'
import { isbn } from './isbn.ts'
import { issn } from './issn.ts'
import { pattern } from './pattern.ts'
import type { Scheme } from './scheme.ts'

export { isPattern } from './pattern.ts'

export const schemes = { isbn, issn, ean, doi, pattern } as const satisfies Record<string, Scheme>

export type SchemeName = keyof typeof schemes

export const schemeNames = Object.keys(schemes) as SchemeName[]

/** The scheme that a type says: the columns of `item_types`, which an item that was read has as well. Without one every text is right. */
export interface SchemeOfType {
  readonly identifier_scheme?: string | null | undefined
  /** For the scheme `pattern`. */
  readonly identifier_pattern?: string | null | undefined
}

export const schemeOf = ({ identifier_scheme: name }: SchemeOfType): Scheme | undefined =>
  schemeNames.some((each) => each === name) ? schemes[name as SchemeName] : undefined

/** The normal form of an identifier, or what is wrong with it. */
export function checkIdentifier(type: SchemeOfType, value: string): Checked<string> {
  const folded = searchKey(value)
  return schemeOf(type)?.read(folded, type.identifier_pattern ?? '') ?? { value: folded }
}

/**
 * What an identifier is compared by: its normal form. One that its scheme refuses, from before the type had it, is compared as it is typed,
 * behind a space: no other key begins with one, so an index finds all that break their scheme.
 */
export function identifierKey(type: SchemeOfType, value: string): string {
  const { value: normal } = checkIdentifier(type, value)
  if (normal !== undefined) return normal
  const key = brokenKey + searchKey(value)
  return key.length <= limits.identifier ? key : [...key].slice(0, limits.identifier).join('')
}

/** What the key of an identifier that its scheme refuses begins with, and the first text after all such keys. */
export const brokenKey = ' '
export const afterBrokenKeys = '!'

/** An identifier in its usual form, with the address where the scheme knows one; one that the scheme refuses is shown as it was typed. */
export function showIdentifier(
  type: SchemeOfType,
  value: string,
): { text: string; href?: string | undefined } {
  const scheme = schemeOf(type)
  const { value: normal } = checkIdentifier(type, value)
  if (!scheme || normal === undefined) return { text: value }
  return { text: scheme.show(value, normal, type.identifier_pattern ?? ''), href: scheme.href?.(value) }
}

/** What an identifier may be stored as, whatever its scheme: for finding it by any of its spellings. */
export function normalForms(text: string): string[] {
  const folded = searchKey(text)
  const forms = [isbn, issn, ean, doi].flatMap((scheme) => scheme.read(folded, '').value ?? [])
  return [...new Set([folded, ...forms])]
}
