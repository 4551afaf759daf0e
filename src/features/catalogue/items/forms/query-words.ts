/** Words of a search as the index is asked for them. Pure. */
import type { WordsTerm } from '../../../../rules/search-query.ts'
import { chunksOf, isWholeByItself } from '../../../../rules/tokens.ts'

/** Of one word or phrase no more tokens are looked for: a title in Chinese has as many. */
export const mostTokens = 100

/**
 * Text as one term: its tokens stand one after the other.
 * @param isQuoted whether it is meant as it stands, and not as the beginning of a longer word
 * @returns undefined where the text holds no word
 */
export function wordsTerm(text: string, isQuoted: boolean): WordsTerm | undefined {
  const chunks = chunksOf(text)
  const tokens = chunks.flatMap((chunk) => chunk.tokens).slice(0, mostTokens)
  const last = tokens.at(-1)
  if (last === undefined) return undefined
  const joined = chunks.length === 1 ? chunks[0]?.joined : undefined
  return {
    ...{ kind: 'words', tokens, isPrefix: !isQuoted && !isWholeByItself(last) },
    ...(joined !== undefined && { joined }),
  }
}
