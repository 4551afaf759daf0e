/**
 * Finds which rows without an identifier are in the catalogue already. (For rows with one, the writer reports it.)
 *
 * Such a row stands for an item without identifier that was there before the import began, with the same type, title, year (where items
 * have one) and creators. A second equal row stands for a second such item: so two prints that look alike stay two, and importing the
 * same file again finds both.
 */
import { sql } from 'kysely'
import type { Reader } from '../../../db/engine/connection.ts'
import { engineUsedBy, isOneOf } from '../../../db/engine/many.ts'
import { domain } from '../../../domain.ts'
import { fieldOfKind, itemReferences } from '../../../declared.ts'
import { sortKeyOfText, startOf } from '../../../rules/sort-key.ts'
import { searchKey } from '../../../rules/text.ts'
import { referenceTables } from '../../../db/reading/references.ts'
import type { ItemNames } from '../../catalogue/items/commands/names.ts'
import { identifierName } from '../../../type-rules.ts'
import type { ImportedItem } from './rows.ts'

/** An item of the catalogue that a row means. */
export interface FoundItem {
  id: number
  title: string
  title_key: string
}

/** What the index of titles holds (ix_items_title_start). */
const { order: titleOrder, articles } = domain.fields.title
const indexed = sql.raw<string>(titleOrder('items.title').up)

/** Two works of one title are told apart by who made them: the first list of names that items have. */
const listName = itemReferences.find(([, { many }]) => many)?.[0]

/** And by their years. */
const yearName = fieldOfKind('year')

export class Duplicates {
  readonly #db: Reader
  readonly #names: ItemNames
  readonly #lastOld: number
  /** One bit for each item that was there before: whether a row has been taken for it. A million items need 125 kB. */
  readonly #taken: Uint8Array

  /** @param lastOld the highest id before the import began, 0 for an empty catalogue */
  constructor(db: Reader, names: ItemNames, lastOld: number) {
    this.#db = db
    this.#names = names
    this.#lastOld = lastOld
    this.#taken = new Uint8Array((lastOld >> 3) + 1)
  }

  /** The items that these rows mean. The names in the rows must have been looked up. */
  async find(rows: readonly ImportedItem[]): Promise<Map<ImportedItem, FoundItem>> {
    const found = new Map<ImportedItem, FoundItem>()
    const wanted = rows.filter((row) => row.identifier_key === null)
    if (this.#lastOld === 0 || wanted.length === 0) return found
    const titles = new Map(wanted.map((row) => [row, searchKey(row.title)]))
    const items = await this.#itemsWithTitles([...titles.values()])
    const makers = await this.#makersOf(items.map(({ id }) => id))
    const waiting = new Map<string, FoundItem[]>()
    for (const item of items) {
      const content = contentKey(item.item_type_id, item.title_key, item.year, makers.get(item.id) ?? [])
      const same = waiting.get(content)
      if (same) same.push(item)
      else waiting.set(content, [item])
    }
    for (const [row, title] of titles) {
      const type = this.#names.types.id(row.type.key)
      const ids = listName ? (row[listName] ?? []).map(({ key }) => this.#names.of(listName).id(key)) : []
      const year: unknown = yearName && row[yearName]
      const item = waiting.get(contentKey(type, title, year ?? null, ids))?.shift()
      if (item === undefined) continue
      found.set(row, item)
      this.#take(item)
    }
    return found
  }

  #take({ id }: FoundItem): void {
    this.#taken[id >> 3] = (this.#taken[id >> 3] ?? 0) | (1 << (id & 7))
  }

  /** Items without identifier that were there before and that no row was taken for yet, the oldest first. */
  async #itemsWithTitles(titleKeys: readonly string[]) {
    // Rows that were written by hand may have no key of their own for the order.
    const starts = new Set(titleKeys.flatMap((key) => [startOf(key), sortKeyOfText(key, articles)]))
    const items = await this.#db
      .selectFrom('items')
      .select(['id', 'item_type_id', 'title', 'title_key'])
      .select(yearName ? sql.ref(yearName).as('year') : sql`null`.as('year'))
      .where(isOneOf(engineUsedBy(this.#db), indexed, [...starts]))
      .$if(identifierName !== undefined, (query) =>
        query.where(sql.ref(`${identifierName ?? ''}_key`), 'is', null),
      )
      .where('id', '<=', this.#lastOld)
      .orderBy('id')
      .execute()
    return items.filter(({ id }) => ((this.#taken[id >> 3] ?? 0) & (1 << (id & 7))) === 0)
  }

  /** By item, the ids of those who made it. */
  async #makersOf(ids: readonly number[]): Promise<Map<number, number[]>> {
    const makers = new Map<number, number[]>()
    if (listName === undefined) return makers
    const { links, value } = referenceTables[listName]
    const { rows } = await sql<{ item_id: number; maker: number }>`
      select item_id, ${sql.ref(value)} as maker from ${sql.table(links)}
      where ${isOneOf(engineUsedBy(this.#db), 'item_id', ids)} order by item_id, position`.execute(this.#db)
    for (const { item_id, maker } of rows) makers.set(item_id, [...(makers.get(item_id) ?? []), maker])
    return makers
  }
}

/** A creator or type that does not exist yet is undefined here, and no item has such a key. */
function contentKey(
  type: number | undefined,
  title: string,
  year: unknown,
  makers: readonly (number | undefined)[],
): string {
  return JSON.stringify([type ?? '', title, year, makers.map((id) => id ?? '')])
}
