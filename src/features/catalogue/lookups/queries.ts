/** What is read of lookups: a page of the index of one, with how many items each entry has; and one entry. */
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Expression, SqlBool } from 'kysely'
import type { Reader } from '../../../db/engine/connection.ts'
import { inTime } from '../../../db/engine/time-limit.ts'
import { limitOf } from '../../../db/reading/prepared.ts'
import { lookups } from '../../../declared.ts'
import type { LookupName } from '../../../declared.ts'
import { entryOrder } from '../../../fields/sort-name.ts'
import { lastCharacter, mostWords, searchKey, searchWords } from '../../../rules/text.ts'
import { authorize } from '../../../security/rights/authorize.ts'
import type { Viewer } from '../../../security/rights/viewer.ts'
import { countItemsOf } from '../items/queries.ts'
import { anyDigit, fieldsOf } from './forms.ts'
import type { EntryChoice, FieldValue } from './forms.ts'

/** One creator, category or type, with the lookup's own fields. */
export interface Entry {
  id: number
  name: string
  [field: string]: FieldValue
}

/** How many items it has. */
export type CountedEntry = Entry & { count: number }

/** One page of an index, and what its reader needs to go on from there. */
export interface LookupIndex {
  entries: CountedEntry[]
  /** How many entries there are on all pages. */
  total: number
  /** See `firstLetters`. */
  letters: string[]
}

export async function listEntries(
  db: Reader,
  lookup: LookupName,
  choice: EntryChoice,
  viewer: Viewer,
): Promise<LookupIndex> {
  authorize(viewer, 'catalogue.read')
  const [entries, total, letters] = await inTime(() =>
    Promise.all([
      pageOf(db, lookup, choice, viewer),
      countEntries(db, lookup, viewer, choice),
      firstLetters(db, lookup),
    ]),
  )
  return { entries, total, letters }
}

export async function findEntry(
  db: Reader,
  lookup: LookupName,
  id: number,
  viewer: Viewer,
): Promise<Entry | undefined> {
  authorize(viewer, 'catalogue.read')
  const row = await entriesOf(db, lookup).where('id', '=', id).executeTakeFirst()
  return row && readEntry(lookup, row)
}

/**
 * A short text that differs whenever what is stored of an entry does, the rules of a type included. A form carries it, and so tells whether
 * someone else has saved since. Empty where there is no such entry.
 */
export async function versionOfEntry(
  db: Reader,
  lookup: LookupName,
  id: number,
  viewer: Viewer,
): Promise<string> {
  authorize(viewer, 'lookup.manage')
  const row = await db.selectFrom(lookups[lookup].table).selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return ''
  const rules =
    lookup === 'types'
      ? await db
          .selectFrom('item_type_fields')
          .selectAll()
          .where('item_type_id', '=', id)
          .orderBy('field')
          .execute()
      : []
  return createHash('sha256')
    .update(JSON.stringify([row, rules]))
    .digest('hex')
    .slice(0, 32)
}

/** How many entries there are, or how many of a choice. */
export async function countEntries(
  db: Reader,
  lookup: LookupName,
  viewer: Viewer,
  choice: Pick<EntryChoice, 'letter' | 'q'> = { letter: '', q: '' },
): Promise<number> {
  authorize(viewer, 'catalogue.read')
  const { count } = await db
    .selectFrom(lookups[lookup].table)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where((eb) => eb.and(chosen(lookup, choice)))
    .executeTakeFirstOrThrow()
  return count
}

/** One page of entries with their numbers of items: two queries, whatever the page's size. */
async function pageOf(
  db: Reader,
  lookup: LookupName,
  choice: EntryChoice,
  viewer: Viewer,
): Promise<CountedEntry[]> {
  const entries = await entriesOf(db, lookup)
    .where((eb) => eb.and(chosen(lookup, choice)))
    .orderBy(orderOf(lookup))
    .orderBy('name_key')
    .limit(limitOf(choice.per_page))
    .offset((choice.page - 1) * choice.per_page)
    .execute()
  const ids = entries.map(({ id }) => id)
  const counts = await countItemsOf(db, lookup, ids, viewer)
  return entries.map((entry) => ({ ...readEntry(lookup, entry), count: counts.get(entry.id) ?? 0 }))
}

/** What people see of a lookup's rows: not `name_key`, which serves the database alone. */
function entriesOf(db: Reader, lookup: LookupName) {
  const { table, fields } = lookups[lookup]
  // Each lookup has these columns; what it has beside them is read by its fields.
  return db.selectFrom(table as 'creators').select(['id', 'name', ...(Object.keys(fields) as never[])])
}

/** The same row with the values of its fields as the rest of the code has them. */
function readEntry<Row extends object>(lookup: LookupName, row: Row): Row & Entry {
  const values = { ...row } as Record<string, unknown>
  for (const [name, { fromRow }] of fieldsOf(lookup)) if (fromRow) values[name] = fromRow(values[name])
  return values as Row & Entry
}

/**
 * The first letters that occur, in their order, each found by one look into the index: from a letter straight to the next.
 * Quick with a hundred thousand names, where `select distinct` would read them all.
 */
async function firstLetters(db: Reader, lookup: LookupName): Promise<string[]> {
  const table = sql.table(lookups[lookup].table)
  const order = orderOf(lookup)
  const { rows } = await sql<{ letter: string }>`
    with recursive letters (letter) as (
      select substr(min(${order}), 1, 1) from ${table}
      union all
      select (select substr(min(${order}), 1, 1) from ${table} where ${order} > letter || ${lastCharacter})
      from letters where letter is not null
    )
    select letter from letters where letter is not null`.execute(db)
  // One letter stands for all digits: the sort key of a number begins with its length (`rules/sort-key.ts`).
  return [...new Set(rows.map(({ letter }) => (isDigit(letter) ? anyDigit : letter)))]
}

const isDigit = (text: string) => /^[0-9]/.test(text)

const orderOf = (lookup: LookupName) => sql.raw<string>(entryOrder(lookups[lookup]))

function chosen(lookup: LookupName, { letter, q }: Pick<EntryChoice, 'letter' | 'q'>): Expression<SqlBool>[] {
  const from = searchKey(letter)
  const [begins, ends] = isDigit(from) ? ['0', '9'] : [from, from]
  const order = orderOf(lookup)
  const words = searchWords(q).slice(0, mostWords)
  return [
    ...(begins === '' ? [] : [sql<SqlBool>`${order} >= ${begins} and ${order} < ${ends + lastCharacter}`]),
    ...words.map((word) => sql<SqlBool>`name_key like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'`),
  ]
}
