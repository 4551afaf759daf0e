/** Items of whose titles a later word begins with what was typed: what the search index knows of titles, which everybody may read. */
import { isTableDamaged } from '../../../../db/engine/failures.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { prepare } from '../../../../db/reading/prepared.ts'
import { chunksOf, indexedText, tokensOf } from '../../../../rules/tokens.ts'
import { alternatives } from '../../../../search/engines/engine.ts'
import { searchOf } from '../../../../search/engines/index.ts'
import { readyIndex } from '../../../../search/state.ts'
import { mostOfEach } from './beginning.ts'

/** A single word is looked for from so many characters on: of fewer, enough titles begin so. */
const shortestWord = 3

/** More are taken than shown, since some are suggested already. Even more are looked at, since not all titles have the words as typed. */
const [mostTaken, mostCandidates] = [2 * mostOfEach, 4 * mostOfEach]

interface TitledItem {
  id: number
  title: string
  title_key: string
  type: string
}

/** Items whose titles have all words of the text, in the order of titles; the last word may be incomplete. None while there is no index. */
export async function itemsWithWords(db: Reader, text: string): Promise<TitledItem[]> {
  const words = tokensOf(text)
  const [first = ''] = words
  if (words.length < 2 && [...first].length < shortestWord) return []
  const ids = await findIds(db, words)
  const items = ids.length === 0 ? [] : await readTitles(db, { ...ids }, ids.length)
  return [
    ...items
      .values()
      .filter(({ title }) => hasWords(title, text))
      .take(mostTaken),
  ]
}

/** An index that is damaged, or has just been taken away for a new one, suggests nothing: whoever searches has it repaired. */
async function findIds(db: Reader, words: readonly string[]): Promise<number[]> {
  const index = await readyIndex(db)
  if (index === undefined) return []
  return searchOf(db)
    .titles(db, index, words, mostCandidates)
    .catch((error: unknown) => {
      if (isTableDamaged(error, 'search_')) return []
      throw error
    })
}

const readTitles = prepare<Record<number, number>, TitledItem, number>((db, value, count) =>
  db
    .selectFrom('items')
    .innerJoin('item_types', 'item_types.id', 'items.item_type_id')
    .select(['items.id', 'items.title', 'items.title_key', 'item_types.name as type'])
    .where(
      'items.id',
      'in',
      Array.from({ length: count }, (_, place) => value(place)),
    )
    .orderBy('items.title_key')
    .orderBy('items.id'),
)

/**
 * What is divided by signs alone (`e-mail`), or written without spaces, stands in the title as it was typed. The last word may be the
 * beginning of a longer one, unless a sign ends it or it is a single letter.
 */
function hasWords(title: string, typed: string): boolean {
  const text = ` ${indexedText([title])} `
  const words = chunksOf(typed)
  const last = words.pop()
  const isPrefix = /[\p{L}\p{N}\p{M}]$/u.test(typed)
  return (
    last !== undefined &&
    words.every(({ tokens }) => text.includes(` ${tokens.join(' ')} `)) &&
    alternatives({ kind: 'words', ...last, isPrefix }).some((each) =>
      text.includes(` ${each.tokens.join(' ')}${each.isPrefix ? '' : ' '}`),
    )
  )
}
