/** What a visitor may send for suggestions: a text as far as it is typed. */
import { limits } from '../../../rules/limits.ts'
import { searchKey } from '../../../rules/text.ts'

/** Nobody needs more to tell one name from another. */
const longestText = 200

export interface TypedText {
  /** As it was typed, with single spaces. */
  text: string
  /** What the keys of names and titles begin with that are suggested. Empty where nothing was typed. */
  key: string
}

/** Whatever was sent is read: what is too long is cut. */
export function readTypedText(sent = ''): TypedText {
  const text = cut(sent.toWellFormed().replace(/[\s\p{Cc}]+/gu, ' '), longestText).trim()
  return { text, key: cut(searchKey(text), limits.typedCharacters) }
}

/** By code points, so that no letter is cut in two. */
function cut(text: string, most: number): string {
  return text.length <= most ? text : [...text.slice(0, most * 2)].slice(0, most).join('')
}
