/** The line of a long text in which a search was found, for an item in a list that does not show the text itself. Pure. */
import { declarationOf, itemFields, itemReferences } from '../../../declared.ts'
import type { DeclaredName, FieldName, ItemFields } from '../../../declared.ts'
import { holdsWords, lineAround, soughtIn } from '../../../rules/found-words.ts'
import { showIdentifier } from '../../../rules/identifiers/index.ts'
import type { SchemeOfType } from '../../../rules/identifiers/index.ts'
import type { WordsTerm } from '../../../rules/search-query.ts'
import type { FoundLine } from '../../../ui/marked.tsx'
import { rowsIn } from './references.tsx'
import type { WithReferences } from './references.tsx'

/** An item that was found, with the fields that its reader may see, the long ones as well. */
export interface ItemWithTexts extends Readonly<Partial<ItemFields>>, WithReferences, SchemeOfType {
  readonly type: string
}

/** Fields that are searched and that no list shows. */
const unseen = itemFields.filter(([, { search, card, table, kind }]) => {
  const isText = kind === 'text' || kind === 'longText'
  return search === true && isText && card !== true && table !== true
})

export const unseenNames: ReadonlySet<string> = new Set<FieldName>(unseen.map(([name]) => name))

/** The words that are looked for in this field: none where the field is not searched. */
export function soughtInField(words: readonly WordsTerm[], name: DeclaredName): readonly WordsTerm[] {
  const { kind, search } = declarationOf(name)
  const isSearched = search === true || kind === 'title' || kind === 'identifier' || kind === 'lookup'
  return isSearched ? soughtIn(words, name) : []
}

/** Nothing where all that was looked for stands in what the list shows anyhow. */
export function foundLineOf(item: ItemWithTexts, words: readonly WordsTerm[]): FoundLine | undefined {
  const unexplained = words.filter((term) => !isSeen(item, term))
  if (unexplained.length === 0) return undefined
  for (const [name, { label }] of unseen) {
    const text = item[name]
    const parts = typeof text === 'string' ? lineAround(text, soughtIn(unexplained, name)) : undefined
    if (parts) return { label, parts }
  }
  return undefined
}

/** Whether a list shows what was looked for. */
function isSeen(item: ItemWithTexts, term: WordsTerm): boolean {
  const holds = (text: unknown) => typeof text === 'string' && holdsWords(text, term)
  const isLookedFor = (name: DeclaredName) => soughtInField([term], name).length > 0
  const inType = (term.in === undefined || term.in === 'item_type') && holds(item.type)
  return (
    inType ||
    itemFields.some(([name, { kind }]) => {
      if (unseenNames.has(name) || !isLookedFor(name)) return false
      const value: unknown = item[name]
      return holds(
        kind === 'identifier' && typeof value === 'string' ? showIdentifier(item, value).text : value,
      )
    }) ||
    itemReferences.some(([name]) => isLookedFor(name) && rowsIn(item, name).some((row) => holds(row.name)))
  )
}

/** The item without the texts that no list shows. */
export function seenPartOf<T extends object>(item: T): T {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !unseenNames.has(name))) as T
}
