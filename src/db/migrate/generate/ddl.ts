/** Takes apart the statements that MikroORM makes of the models. */
import { MigrationError } from '../core/errors.ts'
import { nameOfCheck } from '../core/names.ts'
import { closingBracketAt, splitParts, sqlTokensOf, unquote } from '../sqlite/tokens.ts'
import { parseTable, tableSql } from '../sqlite/definition.ts'
import { keyOf } from './beyond.ts'
import type { Made } from './beyond.ts'

/** The statements of a script; a function or trigger has semicolons of its own. */
export function statementsOf(script: string): string[] {
  const statements: string[] = []
  let open = ''
  for (const line of script.split('\n')) {
    open += open === '' ? line : `\n${line}`
    const inside =
      open.split('$$').length % 2 === 0 ||
      (/^\s*create trigger\b[^]*\bbegin\b/i.test(open) && !/\bend;?\s*$/i.test(open))
    if (inside || !open.trimEnd().endsWith(';')) continue
    statements.push(open.trim().replace(/;$/, ''))
    open = ''
  }
  return [...statements, open.trim()].filter(Boolean)
}

/** A check that stands at a column has a name on PostgreSQL, and so it has one here. @throws MigrationError for one without any */
export function withNamedChecks(createTable: string): string {
  const table = parseTable(createTable)
  for (const column of table.columns)
    for (const rule of column.rules)
      if (rule.kind === 'check') rule.name ??= nameOfCheck(table.name, column.name)
  if (table.rules.some(({ kind, name }) => kind === 'check' && name === nameOfCheck(table.name, '')))
    throw new MigrationError(`a check of ${table.name} has no name in the models: give it one`)
  return tableSql(table)
}

/** What PostgreSQL is told of tables that SQLite is not. */
export interface PostgresDdl {
  /** `items.year` to its type, with its collation; `items#ix_items_year` to what it says beyond its columns and condition. */
  readonly details: Map<string, string>
  /** Columns that are NOT NULL, as `items.year`. */
  readonly notNull: ReadonlySet<string>
  readonly beyond: ReadonlyMap<string, readonly string[]>
  /** The statement of each index, as `items#ix_items_year`. */
  readonly indexes: ReadonlyMap<string, string>
  /** Statements of no kind that is known here. */
  readonly unknown: readonly string[]
}

/** @param rules the rules that SQLite has as well, as `items#ck_items_year_range` */
export function readPostgres(script: string, rules: ReadonlySet<string>): PostgresDdl {
  const details = new Map<string, string>()
  const notNull = new Set<string>()
  const beyond = new Map<string, string[]>()
  const indexes = new Map<string, string>()
  const unknown: string[] = []
  for (const statement of statementsOf(script)) {
    const index = /^create (?:unique )?index (\S+) on (\S+)/i.exec(statement)
    const rule = /^alter table (\S+) add constraint (\S+) /i.exec(statement)
    const ruleKey = rule && `${unquote(rule[1] ?? '')}#${unquote(rule[2] ?? '')}`
    const key = keyOf(statement)
    if (/^create table/i.test(statement)) {
      const table = parseTable(statement)
      if (table.options !== '') unknown.push(`${table.name} ${table.options}`)
      for (const { name, type, rules: own } of table.columns) {
        const collation = own.find(({ kind }) => kind === 'collate')?.text
        details.set(`${table.name}.${name}`, [type, collation].filter(Boolean).join(' '))
        if (own.some(({ kind }) => kind === 'notNull')) notNull.add(`${table.name}.${name}`)
      }
    } else if (index) {
      const indexKey = `${unquote(index[2] ?? '')}#${unquote(index[1] ?? '')}`
      indexes.set(indexKey, statement)
      details.set(indexKey, indexDetail(statement))
    } else if (ruleKey && rules.has(ruleKey) && !/ foreign key /i.test(statement))
      details.set(ruleKey, /deferrable.*$/i.exec(statement)?.[0] ?? '')
    else if (ruleKey && rules.has(ruleKey)) continue
    else if (key === undefined) unknown.push(statement.slice(0, 80))
    else beyond.set(key, [...(beyond.get(key) ?? []), statement])
  }
  return { details, notNull, beyond, indexes, unknown }
}

/** `using gin`, `include (year)`: what an index says besides its columns and its condition. */
export function indexDetail(statement: string): string {
  const tokens = sqlTokensOf(statement)
  const open = tokens.findIndex(({ text }) => text === '(')
  const close = closingBracketAt(tokens, open)
  const rest = tokens.slice(close + 1)
  const where = rest.findIndex(({ text }) => text.toLowerCase() === 'where')
  const after = where < 0 ? rest : rest.slice(0, where)
  const using = tokens.slice(0, open).findIndex(({ text }) => text.toLowerCase() === 'using')
  const words = [...(using < 0 ? [] : tokens.slice(using, open)), ...after]
  return words.map(({ text }) => unquote(text)).join(' ')
}

/** The columns that an index holds besides, out of its detail. */
export function includedIn(detail: string): string[] {
  const [, list] = /\binclude \( (.*?) \)/.exec(detail) ?? []
  return list === undefined
    ? []
    : splitParts(sqlTokensOf(list)).flatMap(([token]) => (token ? [token.text] : []))
}

/** The statements beyond tables that SQLite is given. */
export function readSqlite(script: string): { tables: string[]; beyond: Map<string, string[]> } {
  const beyond = new Map<string, string[]>()
  const tables: string[] = []
  for (const statement of statementsOf(script)) {
    const key = /^create table/i.test(statement) ? undefined : keyOf(statement)
    if (key !== undefined) beyond.set(key, [...(beyond.get(key) ?? []), statement])
    else tables.push(/^create table/i.test(statement) ? withNamedChecks(statement) : statement)
  }
  return { tables, beyond }
}

export function onBoth(
  sqlite: ReadonlyMap<string, readonly string[]>,
  postgresql: ReadonlyMap<string, readonly string[]>,
): Map<string, Made> {
  return new Map(
    [...new Set([...sqlite.keys(), ...postgresql.keys()])].map((key) => [
      key,
      { sqlite: sqlite.get(key) ?? [], postgresql: postgresql.get(key) ?? [] },
    ]),
  )
}
