/**
 * The names that items refer to (creators, categories, types, accounts): each is looked up once, many at a time, and missing entries of
 * lookups are created.
 *
 * Two people may create the same new name at once: on PostgreSQL the second waits for the first, and then uses the first one's entry.
 * Every writer creates names before it writes anything else, always in one order, so that no two writers wait for each other.
 */
import { sql } from 'kysely'
import type { Reader } from '../../../../db/engine/connection.ts'
import { engineUsedBy, insertMany, isOneOf } from '../../../../db/engine/many.ts'
import type { NameRef } from '../../../../rules/checks.ts'
import { itemReferences, lookupNames, lookups } from '../../../../declared.ts'
import type { Lookup, LookupName, ReferenceName } from '../../../../declared.ts'
import { referenceTables } from '../../../../db/reading/references.ts'
import { sortKeyOfName } from '../../../../rules/sort-name.ts'
import type { ItemInput } from '../forms/fields.ts'

/** Names cached, at most (some 30 MB): a file with a million creators must not fill the memory. */
const mostCached = 200_000

const ifNew = sql<{
  id: number
  name_key: string
}>`on conflict (name_key) do nothing returning id, name_key`

interface NameTable {
  names: string
  /** The column by which a name is found. */
  key: string
  /** Whether one that is not there is made. */
  makes: boolean
  /** Whether its entries have a name to be sorted by. */
  sortName: boolean
}

class Names {
  /** How many were made. */
  made = 0
  readonly #db: Reader
  readonly #table: NameTable
  /** Undefined for a name that was looked up and is not there. */
  readonly #ids = new Map<string, number | undefined>()

  constructor(db: Reader, table: NameTable) {
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
    if (missing.size === 0 || !this.#table.makes) return
    const inOrder = [...missing.values()].sort((a, b) => (a.key < b.key ? -1 : 1))
    const rows = inOrder.map(({ name, key }) => ({
      ...{ name, name_key: key },
      ...(this.#table.sortName && { sort_key: sortKeyOfName(name) }),
    }))
    // What is written here is alike in all lookups.
    const table = this.#table.names as 'creators'
    const made = await insertMany(this.#db, engineUsedBy(this.#db), table, rows, ifNew)
    this.made += made.length
    for (const { id, name_key } of made) this.#ids.set(name_key, id)
    // Somebody else has made them since they were looked up.
    await this.#look(inOrder.flatMap(({ key }) => (this.id(key) === undefined ? [key] : [])))
  }

  async #look(keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return
    const { names, key } = this.#table
    const values = key === 'id' ? keys.map(Number) : keys
    const { rows } = await sql<{ id: number; key: string | number }>`
      select id, ${sql.ref(key)} as key from ${sql.table(names)}
      where ${isOneOf(engineUsedBy(this.#db), key, values)}`.execute(this.#db)
    for (const each of keys) this.#ids.set(each, undefined)
    for (const row of rows) this.#ids.set(String(row.key), row.id)
  }
}

/** The names that a writer has met. One that writes several batches keeps them from one to the next. */
export class ItemNames {
  readonly types: Names
  readonly #references: Readonly<Record<ReferenceName, Names>>

  /** @param db the transaction in which they are made */
  constructor(db: Reader) {
    const ofLookups = new Map<string, Names>()
    const namesIn = (table: NameTable) => {
      const known = ofLookups.get(table.names) ?? new Names(db, table)
      ofLookups.set(table.names, known)
      return known
    }
    this.types = namesIn({
      names: lookups.types.table,
      key: 'name_key',
      makes: true,
      sortName: hasSortName('types'),
    })
    this.#references = Object.fromEntries(
      itemReferences.map(([name, { makes, of }]) => [
        name,
        namesIn({ ...referenceTables[name], makes, sortName: hasSortName(of) }),
      ]),
    ) as Record<ReferenceName, Names>
  }

  /** The names that this field may refer to. */
  of(reference: ReferenceName): Names {
    return this.#references[reference]
  }

  /** How many new entries each lookup has got. */
  made(): Record<LookupName, number> {
    const counts = lookupNames.map((lookup): [LookupName, number] => {
      if (lookup === 'types') return [lookup, this.types.made]
      const reference = itemReferences.find(([, { of }]) => of === lookup)?.[0]
      return [lookup, reference ? this.of(reference).made : 0]
    })
    return Object.fromEntries(counts) as Record<LookupName, number>
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
      ...itemReferences.map(([name]): [Names, NameRef[]] => [
        this.of(name),
        items.flatMap((item) => item[name] ?? []),
      ]),
    ]
  }
}

const hasSortName = (lookup = ''): boolean => {
  const declared: Partial<Record<string, Lookup>> = lookups
  return declared[lookup]?.sortName === true
}

type Named = Partial<Pick<ItemInput, 'type' | ReferenceName>>
