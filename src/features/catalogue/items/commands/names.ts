/**
 * The creators, categories and types that items name: each is looked up once, many at a time, and made where it is not there.
 *
 * Two people may make the same new name at once: on PostgreSQL the second waits for the first, and then takes the first one's.
 * All who write make names before anything else and in one order, so that no two of them wait for each other.
 */
import { sql } from 'kysely'
import type { Reader } from '../../../../db/engine/connection.ts'
import { engineUsedBy, insertMany, isOneOf } from '../../../../db/engine/many.ts'
import type { NameRef } from '../../../../rules/checks.ts'
import type { LookupTable } from '../../../../domain.ts'
import type { ItemInput } from '../forms/fields.ts'

/** Names cached, at most (some 30 MB): a file with a million creators must not fill the memory. */
const mostCached = 200_000

const ifNew = sql<{
  id: number
  name_key: string
}>`on conflict (name_key) do nothing returning id, name_key`

class Names {
  /** How many were made. */
  made = 0
  readonly #db: Reader
  readonly #table: LookupTable
  /** Undefined for a name that was looked up and is not there. */
  readonly #ids = new Map<string, number | undefined>()

  constructor(db: Reader, table: LookupTable) {
    this.#db = db
    this.#table = table
  }

  /** The id of a name that was found or made; undefined where there is none. */
  id(key: string): number | undefined {
    return this.#ids.get(key)
  }

  idsOf(refs: readonly NameRef[]): number[] {
    return refs.flatMap(({ key }) => this.#ids.get(key) ?? [])
  }

  /** Looks up those that were not looked up yet. To be called once for each batch, before `make` and `id`. */
  async find(refs: readonly NameRef[]): Promise<void> {
    if (this.#ids.size > mostCached) this.#ids.clear()
    const keys = new Set<string>()
    for (const { key } of refs) if (!this.#ids.has(key)) keys.add(key)
    await this.#look([...keys])
  }

  /** Makes those that were not found, spelled as they come first. */
  async make(refs: readonly NameRef[]): Promise<void> {
    const missing = new Map<string, NameRef>()
    for (const ref of refs)
      if (this.id(ref.key) === undefined && !missing.has(ref.key)) missing.set(ref.key, ref)
    if (missing.size === 0) return
    const inOrder = [...missing.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
    const rows = inOrder.map(({ name, key }) => ({ name, name_key: key }))
    // What is written here is alike in the three tables.
    const table = this.#table as 'creators'
    const made = await insertMany(this.#db, engineUsedBy(this.#db), table, rows, ifNew)
    this.made += made.length
    for (const { id, name_key } of made) this.#ids.set(name_key, id)
    // Somebody else has made them since they were looked up.
    await this.#look(inOrder.flatMap(({ key }) => (this.id(key) === undefined ? [key] : [])))
  }

  async #look(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    const rows = await this.#db
      .selectFrom(this.#table)
      .select(['id', 'name_key'])
      .where(isOneOf(engineUsedBy(this.#db), 'name_key', keys))
      .execute()
    for (const key of keys) this.#ids.set(key, undefined)
    for (const { id, name_key } of rows) this.#ids.set(name_key, id)
  }
}

/** The names that a writer has met. One that writes several batches keeps them from one to the next. */
export class ItemNames {
  readonly types: Names
  readonly creators: Names
  readonly categories: Names

  /** @param db the transaction in which they are made */
  constructor(db: Reader) {
    this.types = new Names(db, 'item_types')
    this.creators = new Names(db, 'creators')
    this.categories = new Names(db, 'categories')
  }

  async find(items: readonly Named[]): Promise<void> {
    for (const [names, refs] of this.#in(items)) await names.find(refs)
  }

  async make(items: readonly Named[]): Promise<void> {
    for (const [names, refs] of this.#in(items)) await names.make(refs)
  }

  #in(items: readonly Named[]): [Names, NameRef[]][] {
    return [
      [this.types, items.flatMap(({ type }) => (typeof type === 'object' ? type : []))],
      [this.creators, items.flatMap(({ creators = [] }) => creators)],
      [this.categories, items.flatMap(({ categories = [] }) => categories)],
    ]
  }
}

type Named = Partial<Pick<ItemInput, 'type' | 'creators' | 'categories'>>
