/** The values by which items are filtered and counted, in memory. They are read once, and updated after each change. */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { itemFields, itemReferences } from '../declared.ts'
import { engineUsedBy, isOneOf } from '../db/engine/many.ts'
import type { Reader } from '../db/engine/connection.ts'
import { referenceTables } from '../db/reading/references.ts'
import { IdSet, pieceBits, pieceSize } from './id-set.ts'
import { LinksColumn } from './links-column.ts'
import { scaleOf } from './scale.ts'
import type { Scale } from './scale.ts'
import { ValueColumn } from './value-column.ts'

/** A column of the item's own row. */
interface Own {
  name: string
  column: string
  values: ValueColumn
  numberOf: (stored: unknown) => number
}

/** Links in a table of their own. */
interface Linked {
  name: string
  links: LinksColumn
  table: string
  item: string
  value: string
}

const idOf = (stored: unknown) => (stored === null ? 0 : Number(stored))
const ids = () => new ValueColumn((length) => new Int32Array(length), 0)

export class ValueStore {
  /** All items that are there. */
  readonly items = new IdSet()
  /** By reference, or `item_type`: columns with one id for each item. */
  readonly single = new Map<string, ValueColumn>()
  /** By reference: columns with many. */
  readonly many = new Map<string, LinksColumn>()
  /** By field: those that are declared `filter`, with what their numbers mean. */
  readonly fields = new Map<string, { values: ValueColumn; scale: Scale }>()
  readonly #own: Own[] = []
  readonly #linked: Linked[] = []

  constructor() {
    this.#addSingle('item_type', 'item_type_id')
    for (const [name, { kind, many }] of itemReferences) {
      if (kind === 'person') continue
      const { links, item, value } = referenceTables[name]
      if (!many) this.#addSingle(name, value)
      else {
        const column = new LinksColumn()
        this.many.set(name, column)
        this.#linked.push({ name, links: column, table: links, item, value })
      }
    }
    for (const [name, field] of itemFields) {
      const scale = field.filter ? scaleOf(field) : undefined
      if (!scale) continue
      const values = columnFor(scale)
      this.fields.set(name, { values, scale })
      this.#own.push({ name, column: name, values, numberOf: scale.numberOf })
    }
  }

  #addSingle(name: string, column: string): void {
    const values = ids()
    this.single.set(name, values)
    this.#own.push({ name, column, values, numberOf: idOf })
  }

  /** Reads everything anew. */
  async load(db: Reader): Promise<void> {
    const shift = sql`id >> ${sql.lit(pieceBits)}`
    const { rows } = await sql<{
      number: number
    }>`select distinct ${shift} as number from items order by 1`.execute(db)
    this.items.pieces.clear()
    for (const { number } of rows) await this.#loadPiece(db, number)
  }

  /** Lists as JSON: many times quicker than as many rows. */
  async #loadPiece(db: Reader, number: number): Promise<void> {
    const first = number * pieceSize
    const inPiece = (column: RawBuilder<unknown>) =>
      sql`${column} >= ${first} and ${column} < ${first + pieceSize}`
    const list = listOn(db)
    const lists = this.#own.map(
      ({ column }, place) => sql`${list(sql.ref(column))} as ${sql.ref(`c${place}`)}`,
    )
    const { rows } = await sql<Record<string, unknown>>`
      select ${sql.join([sql`${list(sql`id`)} as ids`, ...lists])} from items where ${inPiece(sql`id`)}`.execute(
      db,
    )
    const items = listOf<number>(rows[0]?.['ids'])
    for (const id of items) this.items.add(id)
    for (const [place, { values, numberOf }] of this.#own.entries())
      values.load(number, items, listOf<unknown>(rows[0]?.[`c${place}`]).map(numberOf))
    for (const { links, table, item, value } of this.#linked) {
      const found = await sql<{ items: unknown; values: unknown }>`
        select ${list(sql.ref(item))} as items, ${list(sql.ref(value))} as "values"
        from ${sql.table(table)} where ${inPiece(sql.ref(item))}`.execute(db)
      links.load(number, listOf(found.rows[0]?.items), listOf(found.rows[0]?.values))
    }
  }

  /** Reads these items anew; those that are gone are taken out. */
  async reload(db: Reader, changed: readonly number[]): Promise<void> {
    if (changed.length === 0) return
    const engine = engineUsedBy(db)
    const columns = this.#own.map(({ column }, place) => sql`${sql.ref(column)} as ${sql.ref(`c${place}`)}`)
    const { rows } = await sql<{ id: number } & Record<string, unknown>>`
      select ${sql.join([sql`id`, ...columns])} from items where ${isOneOf(engine, 'id', changed)}`.execute(
      db,
    )
    for (const id of changed) this.items.delete(id)
    for (const row of rows) {
      this.items.add(row.id)
      for (const [place, { values, numberOf }] of this.#own.entries())
        values.set(row.id, numberOf(row[`c${place}`]))
    }
    for (const { links, table, item, value } of this.#linked) {
      const found = await sql<{ item: number; value: number }>`
        select ${sql.ref(item)} as item, ${sql.ref(value)} as value from ${sql.table(table)} where ${isOneOf(engine, item, changed)}`.execute(
        db,
      )
      const byItem = Map.groupBy(found.rows, (row) => row.item)
      for (const id of changed) links.set(id, byItem.get(id)?.map((row) => row.value) ?? [])
    }
  }
}

/** No more room than the numbers need. */
function columnFor(scale: Scale): ValueColumn {
  if (scale.kind === 'choices') return new ValueColumn((length) => new Int16Array(length), -1)
  return new ValueColumn(
    (length) => (scale.isSmall ? new Float32Array(length) : new Float64Array(length)),
    NaN,
  )
}

const listOn = (db: Reader) => {
  const name = sql.raw(engineUsedBy(db) === 'sqlite' ? 'json_group_array' : 'json_agg')
  return (value: RawBuilder<unknown>) => sql`${name}(${value})`
}

/** PostgreSQL's driver has read the JSON already; of no rows it makes null. */
function listOf<T>(answered: unknown): T[] {
  return ((typeof answered === 'string' ? JSON.parse(answered) : answered) ?? []) as T[]
}
