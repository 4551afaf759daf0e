/**
 * Apostrophes, hyphens, dashes and quotation marks that look alike get one key, and invisible letters none: "hitchhiker’s" finds
 * "hitchhiker's". Names that become one by that are merged with their links; accounts and items are not, so two with one key stop the
 * revision before it writes. The functions that fold are copies of those of this day.
 */
import { sql, type Kysely } from 'kysely'
import { defineRevision, MigrationError, type Say, type TablesThen } from '../migrate/define.ts'

type Db = Kysely<TablesThen>
type Fold = (text: string) => string

/** A text with its key; `scope` is a column within which the key is unique, where it is not the whole table. */
interface Keyed {
  table: string
  text: string
  key: string
  unique: boolean
  scope?: string
  /** How a person can tell two that may not become one apart. */
  way?: string
}

interface Lookup extends Keyed {
  links: string
  column: string
  details: readonly string[]
}
const lookups: [Lookup, Lookup, Lookup] = [
  { ...named('item_types'), links: 'items', column: 'item_type_id', details: ['description'] },
  {
    ...named('creators'),
    links: 'item_creators',
    column: 'creator_id',
    details: ['birth_year', 'death_year'],
  },
  { ...named('categories'), links: 'item_categories', column: 'category_id', details: ['description'] },
]
const identifiers: Keyed = {
  ...keyed('items', 'identifier'),
  scope: 'item_type_id',
  way: 'change one of the identifiers',
}
const apart: Keyed[] = [
  { ...keyed('users', 'username'), way: 'take one of the accounts away' },
  { ...keyed('users', 'email'), way: 'give one of the accounts another address' },
  identifiers,
]
const titles: Keyed = { ...keyed('items', 'title'), unique: false }

function keyed(table: string, text: string): Keyed {
  return { table, text, key: `${text}_key`, unique: true }
}

function named(table: string): Keyed {
  return keyed(table, 'name')
}

interface Row {
  id: number
  text: string
  key: string
  scope: number
}

/** A row and the key that it is to have. */
interface Change extends Row {
  to: string
}

async function changesOf(db: Db, { table, text, key, scope }: Keyed, fold: Fold): Promise<Change[]> {
  const changes: Change[] = []
  for (let last = 0; ;) {
    const rows = (await db
      .selectFrom(table)
      .select([
        'id',
        `${text} as text`,
        `${key} as key`,
        scope === undefined ? sql<number>`0`.as('scope') : `${scope} as scope`,
      ])
      .where('id', '>', last)
      .where(text, 'is not', null)
      .orderBy('id')
      .limit(1000)
      .execute()) as Row[]
    for (const row of rows) {
      // What consists of invisible letters alone keeps its key: an empty one is allowed nowhere.
      const to = fold(row.text) || row.key
      if (to !== row.key) changes.push({ ...row, to })
    }
    if (rows.length < 1000) return changes
    last = rows.at(-1)?.id ?? 0
  }
}

/** The rows that would have one key: those that change, and those that have the key already and keep it. */
async function twinsOf(
  db: Db,
  { table, text, key, scope }: Keyed,
  changes: readonly Change[],
): Promise<Row[][]> {
  const changing = new Set(changes.map(({ id }) => id))
  const groups = new Map<string, Row[]>()
  const add = (row: Row, to: string) => {
    const group = `${row.scope} ${to}`
    groups.set(group, [...(groups.get(group) ?? []), row])
  }
  for (let start = 0; start < changes.length; start += 500) {
    const keys = [...new Set(changes.slice(start, start + 500).map(({ to }) => to))]
    const holders = (await db
      .selectFrom(table)
      .select([
        'id',
        `${text} as text`,
        `${key} as key`,
        scope === undefined ? sql<number>`0`.as('scope') : `${scope} as scope`,
      ])
      .where(key, 'in', keys)
      .execute()) as Row[]
    for (const row of holders) {
      const group = groups.get(`${row.scope} ${row.key}`) ?? []
      if (!changing.has(row.id) && !group.some(({ id }) => id === row.id)) add(row, row.key)
    }
  }
  for (const change of changes) add(change, change.to)
  return [...groups.values()].filter((rows) => rows.length > 1)
}

const shown = (rows: readonly Row[]) =>
  rows.map(({ id, text }) => `${JSON.stringify(text)} (${id})`).join(' and ')

/** @throws MigrationError naming the first two rows that may not become one */
async function refuseTwins(db: Db, keyed: Keyed, changes: readonly Change[]): Promise<void> {
  const [twins] = await twinsOf(db, keyed, changes)
  if (!twins) return
  throw new MigrationError(
    `${keyed.table} would have one ${keyed.text}: ${shown(twins)}; with the version of Crowfoot that you had, ${keyed.way}, and upgrade again`,
  )
}

/** Types that become one may have items with one identifier. */
async function refuseItemsOfTwinTypes(
  db: Db,
  types: readonly Row[][],
  changes: readonly Change[],
): Promise<void> {
  const to = new Map(changes.map(({ id, to }) => [id, to]))
  for (const group of types) {
    const items = (await db
      .selectFrom('items')
      .select(['id', 'identifier as text', 'identifier_key as key', sql<number>`0`.as('scope')])
      .where(
        'item_type_id',
        'in',
        group.map(({ id }) => id),
      )
      .where('identifier', 'is not', null)
      .orderBy('id')
      .execute()) as Row[]
    const first = new Map<string, Row>()
    for (const item of items) {
      const key = to.get(item.id) ?? item.key
      const other = first.get(key)
      if (other)
        throw new MigrationError(
          `items would have one identifier, as their types ${shown(group)} become one: ${shown([other, item])}; with the version of Crowfoot that you had, change one of the identifiers, and upgrade again`,
        )
      first.set(key, item)
    }
  }
}

async function merge(db: Db, lookup: Lookup, rows: readonly Row[], say: Say): Promise<void> {
  const inOrder = rows.toSorted((a, b) => a.id - b.id)
  const [kept, ...twins] = inOrder
  if (!kept) return
  const { table, links, column, details } = lookup
  for (const twin of twins) {
    if (links !== 'items') {
      // An item that is linked to both keeps the link that comes first.
      await sql`delete from ${sql.table(links)} where ${sql.ref(column)} in (${kept.id}, ${twin.id}) and exists (
        select 1 from ${sql.table(links)} as other where other.item_id = ${sql.table(links)}.item_id
        and other.${sql.ref(column)} in (${kept.id}, ${twin.id}) and (other.position, other.${sql.ref(column)}) < (${sql.table(links)}.position, ${sql.table(links)}.${sql.ref(column)}))`.execute(
        db,
      )
    }
    await db
      .updateTable(links)
      .set({ [column]: kept.id })
      .where(column, '=', twin.id)
      .execute()
    const [mine, its] = [await rowOf(db, table, kept.id), await rowOf(db, table, twin.id)]
    await db.deleteFrom(table).where('id', '=', twin.id).execute()
    // What only the one that goes says is kept; two years belong together.
    if (details.every((detail) => mine[detail] === null || mine[detail] === ''))
      await db
        .updateTable(table)
        .set(Object.fromEntries(details.map((detail) => [detail, its[detail]])))
        .where('id', '=', kept.id)
        .execute()
  }
  say(`${table}: ${shown(inOrder)} are one now, ${kept.id}, with the links of all.`)
}

async function rowOf(db: Db, table: string, id: number): Promise<Record<string, unknown>> {
  return await db.selectFrom(table).selectAll().where('id', '=', id).executeTakeFirstOrThrow()
}

/** A key may be that which another row gives up: those that are unique go over keys that nothing else has. */
async function write(db: Db, { table, key, unique }: Keyed, changes: readonly Change[]): Promise<void> {
  const set = (id: number, value: string) =>
    db
      .updateTable(table)
      .set({ [key]: value })
      .where('id', '=', id)
      .execute()
  if (unique) for (const { id } of changes) await set(id, `\ufffd ${id}`)
  for (const { id, to } of changes) await set(id, to)
}

const tables = ['users', 'items', 'item_types', 'creators', 'categories']

export default defineRevision({
  follows: '0009_tell_names_that_look_alike',
  message: 'fold signs that look alike',

  up(op) {
    op.data(
      'fold signs that look alike',
      async (db, _engine, say) => {
        const [types] = lookups
        for (const each of apart) await refuseTwins(db, each, await changesOf(db, each, foldAlike))
        const twins = await twinsOf(db, types, await changesOf(db, types, foldAlike))
        await refuseItemsOfTwinTypes(db, twins, await changesOf(db, identifiers, foldAlike))

        for (const each of [...apart, titles]) await write(db, each, await changesOf(db, each, foldAlike))
        for (const lookup of lookups) {
          const groups = await twinsOf(db, lookup, await changesOf(db, lookup, foldAlike))
          for (const rows of groups) await merge(db, lookup, rows, say)
          await write(db, lookup, await changesOf(db, lookup, foldAlike))
        }
      },
      { empty: tables, loses: ['item_types', 'creators', 'categories', 'item_creators', 'item_categories'] },
    )
  },

  down(op) {
    op.data(
      'fold signs as before',
      async (db, engine, say) => {
        for (const each of [...lookups, ...apart, titles]) {
          const changes = await changesOf(db, each, foldAsBefore)
          const twins = each.unique
            ? new Set((await twinsOf(db, each, changes)).flat().map(({ id }) => id))
            : new Set<number>()
          await write(
            db,
            each,
            changes.filter(({ id }) => !twins.has(id)),
          )
        }
        const copy = engine === 'sqlite' ? 'snapshot' : 'backup'
        say(
          `Names that were merged stay one: the ${copy} made before 0010_fold_signs_that_look_alike has them as they were.`,
        )
      },
      { empty: tables },
    )
  },
})

const plainLetters: Record<string, string> = {
  ς: 'σ',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ħ: 'h',
  ı: 'i',
  ŋ: 'ng',
}
const special = new RegExp(`[${Object.keys(plainLetters).join('')}]`, 'gu')

function foldAlike(text: string): string {
  return collapse(fold(alike(fold(alike(text)))))
}

function foldAsBefore(text: string): string {
  return collapse(fold(fold(text)))
}

function alike(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{DI}/gu, '')
    .replace(/[`´‘’‚‛‹›ʹʻʼʽʾʿˈˊˋ՚׳′‵᾽᾿῾ꞌ＇]/gu, "'")
    .replace(/[“”„‟«»〝〞〟″‶״＂]/gu, '"')
    .replace(/[\p{Pd}−⁃]/gu, '-')
}

function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/([\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{Mn}+/gu, '$1')
    .toUpperCase()
    .toLowerCase()
    .replace(special, (letter) => plainLetters[letter] ?? letter)
    .normalize('NFKC')
}

function collapse(text: string): string {
  return text.replace(/[\s\p{Cc}\p{Cf}\p{Z}]+/gu, ' ').trim()
}
