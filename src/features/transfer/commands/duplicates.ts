/**
 * Finds which rows are in the catalogue already.
 *
 * With an identifier: the item of the same type with the same identifier. Without: an item without identifier of the same
 * type, title, year and creators, that was there before the import began. The second such row means the second such
 * item: so two prints that look alike stay two, and importing the same file again finds both.
 */
import type { Engine, Reader } from '../../../db/engine/connection.ts'
import { isOneOf } from '../../../db/engine/many.ts'
import { portions } from './names.ts'
import type { Names } from './names.ts'
import type { ImportedItem } from './rows.ts'

export interface KnownNames {
  types: Names
  creators: Names
  categories: Names
}

/** An item of the catalogue that a row means. */
export interface FoundItem {
  id: number
  title: string
  title_key: string
}

/** Characters of the title's key that the index holds (ix_items_title_start). */
const indexed = 200

export class Duplicates {
  readonly #db: Reader
  readonly #engine: Engine
  readonly #names: KnownNames
  readonly #lastOld: number
  /** One bit for each item that was there before: whether a row has been taken for it. A million items need 125 kB. */
  readonly #taken: Uint8Array

  /** @param lastOld the highest id before the import began, 0 for an empty catalogue */
  constructor(db: Reader, engine: Engine, names: KnownNames, lastOld: number) {
    this.#db = db
    this.#engine = engine
    this.#names = names
    this.#lastOld = lastOld
    this.#taken = new Uint8Array((lastOld >> 3) + 1)
  }

  /** The items that these rows mean. No two of the rows may have the same identifier. */
  async find(rows: readonly ImportedItem[]): Promise<Map<ImportedItem, FoundItem>> {
    const found = new Map<ImportedItem, FoundItem>()
    await this.#byIdentifier(rows, found)
    await this.#byContent(rows, found)
    return found
  }

  async #byIdentifier(rows: readonly ImportedItem[], found: Map<ImportedItem, FoundItem>): Promise<void> {
    const wanted = new Map<string, ImportedItem>()
    for (const row of rows) {
      const type = this.#names.types.id(row.type.key)
      if (row.identifier_key !== null && type !== undefined) wanted.set(`${type} ${row.identifier_key}`, row)
    }
    if (wanted.size === 0) return
    const types = new Set([...wanted.values()].map((row) => this.#names.types.id(row.type.key) ?? 0))
    const keys = [...wanted.values()].flatMap((row) => row.identifier_key ?? [])
    const items = await this.#db
      .selectFrom('items')
      .select(['id', 'title', 'title_key', 'item_type_id', 'identifier_key'])
      .where('item_type_id', 'in', [...types])
      .where(isOneOf(this.#engine, 'identifier_key', keys))
      .execute()
    for (const item of items) {
      const row = wanted.get(`${item.item_type_id} ${item.identifier_key ?? ''}`)
      if (row) found.set(row, item)
    }
  }

  async #byContent(rows: readonly ImportedItem[], found: Map<ImportedItem, FoundItem>): Promise<void> {
    if (this.#lastOld === 0) return
    const wanted = rows.filter((row) => row.identifier_key === null)
    if (wanted.length === 0) return
    const items = await this.#itemsWithTitles(wanted.map((row) => row.title_key))
    const creators = await this.#creatorsOf(items.map(({ id }) => id))
    const waiting = new Map<string, FoundItem[]>()
    for (const item of items) {
      const content = contentKey(item.item_type_id, item.title_key, item.year, creators.get(item.id) ?? [])
      const same = waiting.get(content)
      if (same) same.push(item)
      else waiting.set(content, [item])
    }
    for (const row of wanted) {
      const type = this.#names.types.id(row.type.key)
      const ids = (row.creators ?? []).map(({ key }) => this.#names.creators.id(key))
      const item = waiting.get(contentKey(type, row.title_key, row.year ?? null, ids))?.shift()
      if (item === undefined) continue
      const { id } = item
      found.set(row, item)
      this.#taken[id >> 3] = (this.#taken[id >> 3] ?? 0) | (1 << (id & 7))
    }
  }

  /** Items without identifier that were there before and that no row was taken for yet, the oldest first. */
  async #itemsWithTitles(titleKeys: readonly string[]) {
    const starts = new Set(
      titleKeys.map((key) => (key.length > indexed ? [...key].slice(0, indexed).join('') : key)),
    )
    const items = await this.#db
      .selectFrom('items')
      .select(['id', 'item_type_id', 'title', 'title_key', 'year'])
      .where((eb) =>
        eb(eb.fn<string>('substr', ['title_key', eb.lit(1), eb.lit(indexed)]), 'in', [...starts]),
      )
      .where('identifier_key', 'is', null)
      .where('id', '<=', this.#lastOld)
      .orderBy('id')
      .execute()
    return items.filter(({ id }) => ((this.#taken[id >> 3] ?? 0) & (1 << (id & 7))) === 0)
  }

  async #creatorsOf(ids: readonly number[]): Promise<Map<number, number[]>> {
    const creators = new Map<number, number[]>()
    for (const some of portions(ids, 10_000)) {
      const links = await this.#db
        .selectFrom('item_creators')
        .select(['item_id', 'creator_id'])
        .where('item_id', 'in', some)
        .orderBy('item_id')
        .orderBy('position')
        .execute()
      for (const { item_id, creator_id } of links) {
        const list = creators.get(item_id)
        if (list) list.push(creator_id)
        else creators.set(item_id, [creator_id])
      }
    }
    return creators
  }
}

/** A creator or type that does not exist yet is undefined here, and no item has such a key. */
function contentKey(
  type: number | undefined,
  title: string,
  year: number | null,
  creators: readonly (number | undefined)[],
): string {
  return JSON.stringify([type ?? '', title, year, creators.map((id) => id ?? '')])
}
