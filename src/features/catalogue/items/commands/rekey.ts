/** Recomputes the keys by which the identifiers of a type's items are compared, when the type gets another scheme. */
import { setImmediate } from 'node:timers/promises'
import { sql } from 'kysely'
import { fieldNamed } from '../../../../declared.ts'
import type { FieldName } from '../../../../declared.ts'
import type { Reader } from '../../../../db/engine/connection.ts'
import { engineUsedBy, isOneOf, setTexts } from '../../../../db/engine/many.ts'
import { keysIn } from '../../../../fields/row.ts'
import { brokenKey, identifierKey } from '../../../../rules/identifiers/index.ts'
import type { SchemeOfType } from '../../../../rules/identifiers/index.ts'
import { identifierName } from '../../../../type-rules.ts'

/** Two items that would be one. */
export interface Clash {
  key: string
  items: readonly { id: number; title: string }[]
}

/** Items that are read and written together. */
const portion = 1_000

/** So many clashes are told at once. */
const mostClashes = 10

/**
 * Everything happens in the caller's transaction, so nobody ever sees half of a type compared by one scheme and half by the other. Its
 * time grows with the number of items: for a million see decision 52. The row of the type must be locked.
 * @returns items that would have one identifier: then the transaction must be rolled back
 */
export async function rekeyItems(db: Reader, type: number, scheme: SchemeOfType): Promise<Clash[]> {
  if (identifierName === undefined) return []
  const columns = { value: identifierName, key: `${identifierName}_key` }
  const keyOf = (item: Keyed) => identifierKey(scheme, item.value)
  const clashes: Clash[] = []
  for (let last = 0; ;) {
    const items = await itemsOfType(db, type, columns, sql<boolean>`id > ${last}`)
    const wanted = wantedKeys(items, keyOf, clashes)
    const holders = await holdersOf(db, type, columns, [...wanted.keys()])
    await makeWay(db, columns, { wanted, holders, keyOf, clashes })
    if (clashes.length >= mostClashes) return clashes.slice(0, mostClashes)
    if (clashes.length === 0) await writeKeys(db, identifierName, wanted)
    if (items.length < portion) return clashes
    last = items.at(-1)?.id ?? 0
    // On SQLite each statement holds everybody up: between two of them others are answered.
    await setImmediate()
  }
}

type KeyOf = (item: Keyed) => string

/** The items that are to have another key, by that key. */
function wantedKeys(items: readonly Keyed[], keyOf: KeyOf, clashes: Clash[]): Map<string, Keyed> {
  const wanted = new Map<string, Keyed>()
  for (const item of items.filter((item) => keyOf(item) !== item.key)) {
    const other = wanted.get(keyOf(item))
    if (other) clashes.push({ key: keyOf(item), items: [other, item] })
    else wanted.set(keyOf(item), item)
  }
  return wanted
}

interface Changes {
  wanted: ReadonlyMap<string, Keyed>
  /** The items that have one of those keys now. */
  holders: readonly Keyed[]
  keyOf: KeyOf
  clashes: Clash[]
}

async function makeWay(db: Reader, { key }: Columns, { wanted, holders, keyOf, clashes }: Changes) {
  for (const holder of holders) {
    const item = wanted.get(holder.key)
    if (!item || item.id === holder.id) continue
    if (keyOf(holder) === holder.key) clashes.push({ key: holder.key, items: [holder, item] })
    // This item gets its new key later; until then it must not hold the key that another item needs.
    else await setTexts(db, engineUsedBy(db), key, [{ id: holder.id, text: placeholder(holder.id) }])
  }
}

/** The keys, and what the list is ordered by, where it is ordered by them. */
async function writeKeys(db: Reader, name: FieldName, wanted: ReadonlyMap<string, Keyed>): Promise<void> {
  const field = fieldNamed(name)
  const texts = [...wanted].flatMap(([key, { id }]) =>
    (field ? keysIn(name, field, key) : []).map(([column, text]) => ({ column, id, text })),
  )
  for (const [column, rows] of Map.groupBy(texts, (each) => each.column))
    await setTexts(db, engineUsedBy(db), column, rows)
}

/** No identifier is compared by such a text. */
const placeholder = (id: number) => `${brokenKey}${brokenKey}${id}`

interface Keyed {
  id: number
  title: string
  value: string
  key: string
}

interface Columns {
  value: string
  key: string
}

async function itemsOfType(
  db: Reader,
  type: number,
  { value, key }: Columns,
  which: ReturnType<typeof sql<boolean>>,
): Promise<Keyed[]> {
  const { rows } = await sql<Keyed>`
    select id, title, ${sql.ref(value)} as value, ${sql.ref(key)} as key from items
    where item_type_id = ${type} and ${sql.ref(key)} is not null and ${which} order by id limit ${sql.lit(portion)}`.execute(
    db,
  )
  return rows
}

function holdersOf(db: Reader, type: number, columns: Columns, keys: readonly string[]): Promise<Keyed[]> {
  const which = sql<boolean>`${isOneOf(engineUsedBy(db), columns.key, keys)}`
  return keys.length === 0 ? Promise.resolve([]) : itemsOfType(db, type, columns, which)
}
