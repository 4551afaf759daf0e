/**
 * The search index on PostgreSQL: a table for each part, in a schema of its own. `words` holds the tokens of all fields; beside it stands a
 * column for each field, for searches that name one and for the order of what was found.
 * @see https://www.postgresql.org/docs/15/textsearch.html, and section 12.11 for its limits: words beyond the 16,383rd of a document, and a word after its 255th place there, are found, but not in phrases
 */
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { fieldNamed } from '../../declared.ts'
import type { Reader } from '../../db/engine/connection.ts'
import { limitOf, prepare } from '../../db/reading/prepared.ts'
import type { WordsTerm } from '../../rules/search-query.ts'
import { separator } from '../../rules/tokens.ts'
import type { Document } from '../documents.ts'
import { columnOf, identifiers, parts } from '../shape.ts'
import type { SearchPart } from '../shape.ts'
import { alternatives } from './engine.ts'
import type { SearchEngine } from './engine.ts'

const schema = 'crowfoot_search'
const nameOf = (index: number, part: string) => `search_${index}_${part}`
const tableOf = (index: number, part: string) => sql.table(`${schema}.${nameOf(index, part)}`)
const hasCodes = ({ fields }: SearchPart) => fields.some((field) => identifiers.includes(field))

/** Titles, names and the like have an index of their own; a long text is looked into where the index of all words has found the item. */
const isShort = (field: string) => fieldNamed(field)?.kind !== 'longText'

/**
 * Moves long values out of the rows (TOAST). A search reads the row of each item that it finds, for its id alone, and narrow rows fill
 * fewer pages.
 */
const narrow = 'with (toast_tuple_target = 128)'

export const postgresqlSearch: SearchEngine = {
  async create(db, index) {
    await sql.raw(`create schema if not exists ${schema}`).execute(db)
    const hasTrigrams = parts.some(hasCodes) && (await addTrigrams(db))
    for (const part of parts) {
      const name = nameOf(index, part.name)
      const columns = part.fields.map((field) => `${columnOf(field)} tsvector not null`).join(', ')
      const codes = hasCodes(part) ? ', codes text not null' : ''
      await sql
        .raw(
          `create table ${schema}.${name} (item_id integer primary key, words tsvector not null, ${columns}${codes}) ${narrow}`,
        )
        .execute(db)
      for (const column of ['words', ...part.fields.filter(isShort).map(columnOf)])
        await sql.raw(`create index on ${schema}.${name} using gin (${column})`).execute(db)
      if (codes !== '' && hasTrigrams)
        await sql.raw(`create index on ${schema}.${name} using gin (codes gin_trgm_ops)`).execute(db)
    }
  },

  async drop(db, index) {
    const { rows } = await sql<{ name: string }>`
      select tablename as name from pg_tables where schemaname = ${schema} and tablename ~ ${`^search_${index}_`}`.execute(
      db,
    )
    for (const { name } of rows) await sql`drop table ${sql.table(`${schema}.${name}`)}`.execute(db)
  },

  async put(db, index, documents) {
    if (documents.length === 0) return
    for (const part of parts) {
      const columns = ['item_id', 'words', ...part.fields.map(columnOf), ...(hasCodes(part) ? ['codes'] : [])]
      const rows = documents.map((document) => rowOf(document, part))
      const changes = columns
        .slice(1)
        .map((column) => sql`${sql.ref(column)} = ${sql.ref(`excluded.${column}`)}`)
      const table = tableOf(index, part.name)
      await sql`
        insert into ${table} (${sql.join(columns.map((column) => sql.ref(column)))})
        select ${sql.join(columns.map((column) => sql.ref(column)))} from json_populate_recordset(null::${table}, ${JSON.stringify(rows)}::json)
        on conflict (item_id) do update set ${sql.join(changes)}`.execute(db)
    }
  },

  async remove(db, index, ids) {
    for (const part of parts)
      await sql`delete from ${tableOf(index, part.name)} where item_id = any(${ids})`.execute(db)
  },

  find(db, index, part, term) {
    const match = tsqueryOf(term)
    const has = (column: string) => sql`${sql.ref(column)} @@ cast(${match} as tsquery)`
    if (term.in === undefined) return idsWhere(db, index, part, has('words'))
    const inField = has(columnOf(term.in))
    return idsWhere(db, index, part, isShort(term.in) ? inField : sql`${has('words')} and ${inField}`)
  },

  findCode(db, index, part, code) {
    if (!hasCodes(part)) return Promise.resolve('')
    return idsWhere(db, index, part, sql`codes like ${`%${code.replace(/[\\%_]/g, '\\$&')}%`}`)
  },

  async titles(db, index, words, most) {
    const term = { kind: 'words', isPrefix: true } as const
    const all = words.map((word, place) =>
      tsqueryOf({ ...term, tokens: [word], isPrefix: place === words.length - 1 }),
    )
    const found = await findTitles(db, { words: all.join(' & ') }, [index, most])
    return found.map(({ id }) => id)
  },

  async words(db, index, most) {
    const { rows } = await sql<{ word: string; count: number }>`
      select word, ndoc as count from ts_stat(${`select words from ${schema}.${nameOf(index, 'public')}`})
      where word !~ '[0-9]' and length(word) > 2 order by ndoc desc, word collate "C" limit ${sql.lit(most)}`.execute(
      db,
    )
    return rows
  },

  /** PostgreSQL keeps its tables and their indexes together by itself. */
  checkTables: () => Promise.resolve(),
}

const findTitles = prepare<{ words: string }, { id: number }, readonly number[]>(
  (_, value, [index = 0, most = 0]) => sql<{ id: number }>`
    select item_id as id from ${tableOf(index, 'public')}
    where ${sql.ref(columnOf('title'))} @@ cast(${value('words')} as tsquery) limit ${limitOf(most)}`,
)

/** Whether the server has trigrams: without them identifiers are looked through one after the other. */
async function addTrigrams(db: Reader): Promise<boolean> {
  const { rows } = await sql<{ usable: boolean }>`
    select exists (select from pg_extension where extname = 'pg_trgm')
      or exists (select from pg_available_extension_versions where name = 'pg_trgm' and trusted)
      and has_database_privilege(current_database(), 'create') as usable`.execute(db)
  if (rows[0]?.usable !== true) return false
  await sql`create extension if not exists pg_trgm`.execute(db)
  return true
}

async function idsWhere(
  db: Reader,
  index: number,
  part: SearchPart,
  where: RawBuilder<unknown>,
): Promise<string> {
  const { rows } = await sql<{ ids: string | null }>`
    select string_agg(cast(item_id as text), ',') as ids from ${tableOf(index, part.name)} where ${where}`.execute(
    db,
  )
  return rows[0]?.ids ?? ''
}

/** Of a document one row: each field's tokens with their places, and those of all fields one behind the other. */
function rowOf({ id, parts: of }: Document, part: SearchPart): Record<string, string | number> {
  const { texts = {}, codes = '' } = of[part.name] ?? {}
  const fields = part.fields.map((field) => [columnOf(field), vectorOf([texts[field] ?? ''])])
  const words = vectorOf(part.fields.map((field) => texts[field] ?? ''))
  return {
    item_id: id,
    words,
    ...(Object.fromEntries(fields) as Record<string, string>),
    ...(hasCodes(part) && { codes }),
  }
}

/** A tsvector as text: `'dune':1 'messiah':2`. The place between two texts stays empty, so that no phrase reaches across. */
function vectorOf(texts: readonly string[]): string {
  const lexemes: string[] = []
  let place = 0
  for (const text of texts) {
    for (const token of text === '' ? [] : text.split(' ')) {
      place++
      if (token !== separator) lexemes.push(`'${token}':${Math.min(place, lastPlace)}`)
    }
    place++
  }
  return lexemes.join(' ')
}

/** PostgreSQL counts no further. */
const lastPlace = 16_383

/** A term in the language of tsquery. Tokens hold letters, digits and a few signs; what would end the quotes is escaped. */
function tsqueryOf(term: WordsTerm): string {
  const phrases = alternatives(term).map(({ tokens, isPrefix }) => {
    const quoted = tokens.map((token) => `'${token.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`)
    return `(${quoted.join(' <-> ')}${isPrefix ? ':*' : ''})`
  })
  return phrases.join(' | ')
}
