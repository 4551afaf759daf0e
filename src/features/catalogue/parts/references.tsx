/** The rows that an item refers to, as links: creators, an account, other items. */
import { itemReferences } from '../../../declared.ts'
import type { DeclaredName, ReferenceName } from '../../../declared.ts'
import type { ReferenceField } from '../../../fields/field.ts'
import { hrefOfRow } from '../../../ui/fields/reference.tsx'
import type { WordsTerm } from '../../../rules/search-query.ts'
import { NameList } from '../../../ui/name-list.tsx'
import type { NamedLink } from '../../../ui/name-list.tsx'

interface Row {
  readonly id: number
  readonly name: string
}

/** An item with its references, as far as it has them. */
export type WithReferences = Readonly<Partial<Record<ReferenceName, readonly Row[]>>>

export const rowsIn = (item: WithReferences, name: DeclaredName): readonly Row[] =>
  item[name as ReferenceName] ?? []

export function linksOfRows(field: ReferenceField, rows: readonly Row[]): NamedLink[] {
  return rows.map(({ id, name }) => ({ name, href: hrefOfRow(field, id) }))
}

/** The names, the first of many, each leading to its page. */
export function References({ field, rows, words }: ReferencesProps) {
  return rows.length === 0 ? null : (
    <NameList names={linksOfRows(field, rows)} words={words} show={2} countOnly />
  )
}

interface ReferencesProps {
  field: ReferenceField
  rows: readonly Row[]
  /** Words of a search, to be marked. */
  words?: readonly WordsTerm[] | undefined
}

const onCards = itemReferences.filter(([, { card }]) => card)

/**
 * What a card shows of the references that the item has for its reader: of the lists the first is set as names, the others as chips; what
 * refers to one row is a fact.
 */
export function referencesOnCard(item: WithReferences) {
  const there = onCards.filter(([name]) => name in item)
  const [names, ...chips] = there.filter(([, { many }]) => many)
  return { names, chips, single: there.filter(([, { many }]) => !many) }
}
