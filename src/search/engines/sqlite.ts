/**
 * The search index on SQLite: an FTS5 table for each part, and one of trigrams for the parts with identifiers. They hold no texts, only where
 * the words stand. @see https://www.sqlite.org/fts5.html
 */
import { sql } from 'kysely'
import type { Reader } from '../../db/engine/connection.ts'
import { limitOf, prepare } from '../../db/reading/prepared.ts'
import type { WordsTerm } from '../../rules/search-query.ts'
import { lastCharacter } from '../../rules/text.ts'
import type { Document } from '../documents.ts'
import { columnOf, identifiers, parts } from '../shape.ts'
import type { SearchPart } from '../shape.ts'
import { alternatives } from './engine.ts'
import type { SearchEngine } from './engine.ts'

const tableOf = (index: number, part: string) => `search_${index}_${part}`
const codesOf = (index: number, part: string) => `search_${index}_${part}_codes`

const hasCodes = ({ fields }: SearchPart) => fields.some((field) => identifiers.includes(field))

/** The tokens are ours: this tokenizer parts them at the spaces, and takes every sign beyond ASCII as part of a word. */
const words = `content='', contentless_delete=1, tokenize='ascii', prefix='2 3'`
const trigrams = `content='', contentless_delete=1, tokenize='trigram case_sensitive 1'`

export const sqliteSearch: SearchEngine = {
  async create(db, index) {
    for (const part of parts) {
      const columns = part.fields.map(columnOf).join(', ')
      await sql
        .raw(`create virtual table ${tableOf(index, part.name)} using fts5(${columns}, ${words})`)
        .execute(db)
      if (hasCodes(part))
        await sql
          .raw(`create virtual table ${codesOf(index, part.name)} using fts5(codes, ${trigrams})`)
          .execute(db)
    }
    await sql
      .raw(
        `create virtual table ${tableOf(index, 'words')} using fts5vocab('${tableOf(index, 'public')}', 'row')`,
      )
      .execute(db)
    await sql
      .raw(
        `create virtual table ${tableOf(index, 'title_words')} using fts5vocab('${tableOf(index, 'public')}', 'instance')`,
      )
      .execute(db)
  },

  async drop(db, index) {
    const { rows } = await sql<{ name: string }>`
      select name from pragma_table_list where schema = 'main' and type = 'virtual' and name glob ${`search_${index}_*`}
      order by name glob '*_words' desc`.execute(db)
    for (const { name } of rows) await sql`drop table ${sql.table(name)}`.execute(db)
  },

  async put(db, index, documents) {
    for (const part of parts) {
      await insert(db, tableOf(index, part.name), part.fields.map(columnOf), documents, (document) =>
        part.fields.map((field) => document.parts[part.name]?.texts[field] ?? ''),
      )
      if (!hasCodes(part)) continue
      const codes = (document: Document) => document.parts[part.name]?.codes ?? ''
      await insert(db, codesOf(index, part.name), ['codes'], documents, (document) => [codes(document)])
    }
  },

  async remove(db, index, ids) {
    if (ids.length === 0) return
    for (const part of parts)
      for (const table of [tableOf(index, part.name), ...(hasCodes(part) ? [codesOf(index, part.name)] : [])])
        await sql`delete from ${sql.table(table)} where rowid in (select value from json_each(${JSON.stringify(ids)}))`.execute(
          db,
        )
  },

  find: (db, index, part, term) => idsWhere(db, tableOf(index, part.name), ftsMatch(term)),

  findCode: (db, index, part, code) =>
    hasCodes(part) ? idsWhere(db, codesOf(index, part.name), quoted(code)) : Promise.resolve(''),

  async titles(db, index, words, most) {
    const [longest = '', ...shorter] = words.toSorted((a, b) => b.length - a.length)
    const others = Object.fromEntries(shorter.slice(0, mostCompared).entries())
    const end = longest === words.at(-1) ? longest + lastCharacter : longest
    const found = await findTitles(db, { longest, end, ...others }, [index, Object.keys(others).length, most])
    return found.map(({ id }) => id)
  },

  async words(db, index, most) {
    const { rows } = await sql<{ word: string; count: number }>`
      select term as word, doc as count from ${sql.table(tableOf(index, 'words'))}
      where term not glob '*[0-9]*' and length(term) > 2 order by doc desc, term limit ${sql.lit(most)}`.execute(
      db,
    )
    return rows
  },

  async checkTables(db, index) {
    for (const part of parts) {
      const name = tableOf(index, part.name)
      await sql`insert into ${sql.table(name)}(${sql.ref(name)}) values ('integrity-check')`.execute(db)
    }
  },
}

/** Limits: how many places of the longest word are read, how many titles with it are checked, and for how many of the other words. */
const [mostPlaces, mostTitles, mostCompared] = [5_000, 500, 6]

/**
 * The longest word is the rarest, most of the time. Its places are read one by one: FTS5 itself would first collect all words that begin so,
 * and then walk over everything that has them in other fields than the title.
 */
const findTitles = prepare<Record<string, string>, { id: number }, readonly number[]>(
  (_, value, [index = 0, others, most = 0]) => {
    const hasOthers = Array.from(
      { length: others ?? 0 },
      (_, place) => sql` and instr(items.title_key, ${value(String(place))}) > 0`,
    )
    return sql<{ id: number }>`
      select items.id from (
        select distinct doc from (
          select doc, col from ${sql.table(tableOf(index, 'title_words'))}
          where term >= ${value('longest')} and term <= ${value('end')} limit ${limitOf(mostPlaces)}
        ) where col = ${sql.lit(columnOf('title'))} limit ${limitOf(mostTitles)}
      ) as titles cross join items on items.id = titles.doc
      where true${sql.join(hasOthers, sql``)} limit ${limitOf(most)}`
  },
)

/** Many documents in one statement, which is the same for any number of them. */
async function insert(
  db: Reader,
  table: string,
  columns: readonly string[],
  documents: readonly Document[],
  valuesOf: (document: Document) => readonly string[],
): Promise<void> {
  if (documents.length === 0) return
  const rows = JSON.stringify(documents.map((document) => [document.id, ...valuesOf(document)]))
  const cells = columns.map((_, place) => sql`value ->> ${sql.lit(place + 1)}`)
  await sql`
    insert or replace into ${sql.table(table)} (rowid, ${sql.join(columns.map((column) => sql.ref(column)))})
    select value ->> 0, ${sql.join(cells)} from jsonb_each(${rows})`.execute(db)
}

async function idsWhere(db: Reader, table: string, match: string): Promise<string> {
  const { rows } = await sql<{ ids: string | null }>`
    select group_concat(rowid) as ids from ${sql.table(table)} where ${sql.ref(table)} match ${match}`.execute(
    db,
  )
  return rows[0]?.ids ?? ''
}

/** A term in the language of FTS5. Every token stands in quotes, so none is an operator. */
function ftsMatch(term: WordsTerm): string {
  const phrases = alternatives(term).map(
    ({ tokens, isPrefix }) => `${tokens.map(quoted).join(' + ')}${isPrefix ? ' *' : ''}`,
  )
  const any = phrases.map((phrase) => `(${phrase})`).join(' OR ')
  return term.in === undefined ? any : `{${columnOf(term.in)}} : (${any})`
}

const quoted = (token: string) => `"${token.replaceAll('"', '""')}"`
