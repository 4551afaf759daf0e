/** The shape of a SQLite database, read from the statements that it keeps. */
import type { Connection } from '../connection/connection.ts'
import { columnsOfRule, parseTable, referenceOf } from '../sqlite/definition.ts'
import type { ColumnText, RuleKind, RuleText, TableText } from '../sqlite/definition.ts'
import { closingBracketAt, normaliseSql, splitParts, sqlTokensOf, unquote } from '../sqlite/tokens.ts'
import type { ForeignKeyShape, IndexShape, KeyShape, Shape, TableShape } from './shape.ts'

export interface MasterRow {
  type: string
  name: string
  tbl_name: string
  sql: string | null
}

export async function describeSqlite(connection: Connection, only?: string): Promise<Shape> {
  const where = only === undefined ? '' : ' where tbl_name = ?'
  const rows = await connection.query<MasterRow>(
    `select type, name, tbl_name, sql from sqlite_master${where}`,
    only === undefined ? [] : [only],
  )
  const others = await tablesOfExtensions(connection)
  const tables = rows.filter(
    ({ type, name }) => type === 'table' && !name.startsWith('sqlite_') && !others.includes(name),
  )
  return {
    tables: tables.map((row) => describeTable(row, rows)),
    views: rows
      .filter(({ type }) => type === 'view')
      .map(({ name }) => {
        const own = rows.filter(({ tbl_name }) => tbl_name === name).map(({ sql }) => normaliseSql(sql ?? ''))
        return { name, sql: own.toSorted().join('; ') }
      }),
    functions: [],
    types: [],
    others,
  }
}

/** Virtual tables and those in which they keep their contents. */
export async function tablesOfExtensions(connection: Connection): Promise<string[]> {
  const rows = await connection.query<{ name: string }>(
    `select name from pragma_table_list where schema = 'main' and type in ('virtual', 'shadow')`,
  )
  return rows.map(({ name }) => name)
}

function describeTable(row: MasterRow, all: readonly MasterRow[]): TableShape {
  const text = parseTable(row.sql ?? '')
  const own = all.filter(({ tbl_name }) => tbl_name === row.name)
  const indexes = own.filter(({ type, sql }) => type === 'index' && sql !== null).map(describeIndex)
  const isRule = (index: IndexShape) =>
    index.unique && index.where === null && index.parts.every((part) => !/^\(| desc$/.test(part))
  const rules = rulesOf(text)
  return {
    name: row.name,
    columns: text.columns.map((column) => describeColumn(column, rules)),
    primaryKey: primaryKeyOf(rules),
    uniques: [
      ...rules.filter(({ kind }) => kind === 'unique').map(keyOf),
      ...indexes.filter(isRule).map(({ name, parts }) => ({ name, columns: parts, extra: '' })),
    ],
    checks: rules
      .filter(({ kind }) => kind === 'check')
      .map(({ name = '', text: sql }) => ({ name, expression: normaliseSql(sql.slice('check'.length)) })),
    foreignKeys: rules.filter(({ kind }) => kind === 'foreignKey').map(describeForeignKey),
    indexes: indexes.filter((index) => !isRule(index)),
    triggers: own
      .filter(({ type }) => type === 'trigger')
      .map(({ name, sql }) => ({ name, sql: normaliseSql(sql ?? '') })),
    options: normaliseSql(text.options),
  }
}

type Rule = RuleText & { columns: string[] }

/** All rules with the columns they are about, whether they stand at a column or at the table. */
function rulesOf(table: TableText): Rule[] {
  const shared: RuleKind[] = ['primaryKey', 'unique', 'check', 'foreignKey']
  return [
    ...table.columns.flatMap((column) =>
      column.rules
        .filter(({ kind }) => shared.includes(kind))
        .map((rule) => ({ ...rule, columns: [column.name] })),
    ),
    ...table.rules.map((rule) => ({
      ...rule,
      columns: rule.kind === 'check' ? [] : columnsOfRule(rule.text),
    })),
  ]
}

function primaryKeyOf(rules: readonly Rule[]): TableShape['primaryKey'] {
  const rule = rules.find(({ kind }) => kind === 'primaryKey')
  return rule ? keyOf(rule) : null
}

function keyOf({ name = '', columns, text }: Rule): KeyShape {
  return { name, columns, extra: onConflict(text) }
}

const onConflict = (text: string) => /\bon\s+conflict\s+\w+/i.exec(text)?.[0].toLowerCase() ?? ''

/** When it is checked, where that is not at once. */
const deferral = (text: string) =>
  /(?<!not\s+)\bdeferrable\b(?:\s+initially\s+\w+)?/i
    .exec(text)?.[0]
    .toLowerCase()
    .replace(/ initially immediate$/, '') ?? ''

function describeForeignKey({ name = '', columns, text }: Rule): ForeignKeyShape {
  const { columns: references, ...rest } = referenceOf(text)
  return { name, columns, references, ...rest, extra: deferral(text) }
}

function describeColumn(
  { name, type, rules }: ColumnText,
  all: readonly Rule[],
): TableShape['columns'][number] {
  const own = (kind: RuleKind) => rules.find((rule) => rule.kind === kind)?.text
  const inKey = all.some((rule) => rule.kind === 'primaryKey' && rule.columns.includes(name))
  const extra = [
    own('collate'),
    normaliseSql(own('generated') ?? ''),
    /autoincrement/i.test(own('primaryKey') ?? '') ? 'autoincrement' : '',
    onConflict(own('notNull') ?? ''),
  ]
  const value = own('default')
  return {
    name,
    type: normaliseSql(type),
    nullable: own('notNull') === undefined && !inKey,
    default: value === undefined ? null : normaliseSql(value.slice('default'.length)),
    extra: extra.filter(Boolean).join(' '),
  }
}

/** An index from the statement that makes it. */
export function describeIndex({ name, sql }: Pick<MasterRow, 'name' | 'sql'>): IndexShape {
  const text = sql ?? ''
  const tokens = sqlTokensOf(text)
  const open = tokens.findIndex((token) => token.text === '(')
  const close = closingBracketAt(tokens, open)
  const where = tokens.slice(close + 1).find((token) => token.text.toLowerCase() === 'where')
  const parts = splitParts(tokens.slice(open + 1, close)).map((part) =>
    text.slice(part[0]?.start, part.at(-1)?.end),
  )
  return {
    name,
    unique: /^create\s+unique\s/i.test(text),
    parts: parts.map(indexPart),
    where: where ? normaliseSql(text.slice(where.end)) : null,
    extra: '',
  }
}

/** A column by its name; an expression in brackets, so that the two cannot be taken for each other. */
function indexPart(text: string): string {
  const [, what = '', order = ''] = /^(.*?)(\s+(?:asc|desc))?$/is.exec(text) ?? []
  const tokens = sqlTokensOf(what)
  const isName = tokens.length === 1 && tokens[0]?.kind !== 'string'
  const sorted = /desc/i.test(order) ? ' desc' : ''
  return `${isName ? unquote(what.trim()) : `(${normaliseSql(what)})`}${sorted}`
}
