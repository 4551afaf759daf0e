/** A search as a plain scan: slow and obviously right. It looks at every item and every word, and knows no index. */
import type { WordsTerm } from '../../src/rules/search-query.ts'
import { chunksOf as takeApart } from '../../src/rules/tokens.ts'
import { normalForms } from '../../src/rules/identifiers/index.ts'

/** Texts are the same for every search: what is made of one is made once. */
function once<T>(make: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const made = known.get(text) ?? make(text)
    known.set(text, made)
    return made
  }
}

const chunksOf = once(takeApart)
const formsOf = once(normalForms)

/** The texts of an item by field; an item has several creators. */
export interface ScannedItem {
  id: number
  texts: Readonly<Record<string, readonly string[]>>
  numbers: Readonly<Record<string, number>>
}

export function scan(items: readonly ScannedItem[], term: WordsTerm, fields: readonly string[]): number[] {
  return items.filter((item) => fits(item, term, fields)).map(({ id }) => id)
}

function fits({ texts }: ScannedItem, term: WordsTerm, fields: readonly string[]): boolean {
  const looked = term.in === undefined ? fields : fields.filter((field) => field === term.in)
  return looked.some((field) =>
    (texts[field] ?? []).some(
      (text) => hasPhrase(text, term) || (field === 'identifier' && hasCode(text, term)),
    ),
  )
}

function hasPhrase(text: string, { tokens, joined, isPrefix }: WordsTerm): boolean {
  const chunks = [text, ...(formsOf(text).length > 1 ? formsOf(text) : [])].map(chunksOf)
  const runs = chunks.map((each) => each.flatMap((chunk) => chunk.tokens))
  const whole = chunks.flatMap((each) => each.flatMap((chunk) => chunk.joined ?? []))
  return (
    runs.some((run) => run.some((_, start) => standsAt(run, start, tokens, isPrefix))) ||
    whole.some((word) => standsAt([word], 0, tokens, isPrefix)) ||
    (joined !== undefined && [...runs.flat(), ...whole].some((word) => isWord(word, joined, isPrefix)))
  )
}

function standsAt(
  run: readonly string[],
  start: number,
  tokens: readonly string[],
  isPrefix: boolean,
): boolean {
  return tokens.every((token, place) => {
    const word = run[start + place]
    return word !== undefined && isWord(word, token, isPrefix && place === tokens.length - 1)
  })
}

function isWord(word: string, token: string, isPrefix: boolean): boolean {
  return word === token || (isPrefix && [...token].length > 1 && word.startsWith(token))
}

function hasCode(text: string, { tokens, joined, isPrefix }: WordsTerm): boolean {
  const code = joined ?? (tokens.length === 1 ? tokens[0] : undefined)
  if (!isPrefix || code === undefined || [...code].length < 3 || !/\p{Nd}/u.test(code)) return false
  const bare = (each: string) =>
    chunksOf(each)
      .flatMap((chunk) => chunk.tokens)
      .join('')
  const codes = [code, ...formsOf(code).map(bare)]
  return [text, ...formsOf(text)].some((form) => codes.some((each) => bare(form).includes(each)))
}
