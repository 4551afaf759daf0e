/** A table's CREATE statement taken apart, so that one thing in it can be changed and all the rest stays as it was written. */
import { closingBracketAt, splitParts, sqlTokensOf, unquote } from './tokens.ts'
import { quote } from '../ddl/quote.ts'
import type { Token } from './tokens.ts'

export interface TableText {
  name: string
  columns: ColumnText[]
  rules: RuleText[]
  /** What follows the bracket: WITHOUT ROWID, STRICT. */
  options: string
}

export interface ColumnText {
  name: string
  type: string
  rules: RuleText[]
}

export type RuleKind =
  | ('primaryKey' | 'unique' | 'check' | 'foreignKey')
  | ('notNull' | 'null' | 'default' | 'collate' | 'generated')

/** One rule of a column or table: its name, where it has one, and its text without the name. */
export interface RuleText {
  kind: RuleKind
  name?: string
  text: string
}

/** @throws Error when the text is no CREATE TABLE with a list of columns */
export function parseTable(sql: string): TableText {
  const tokens = sqlTokensOf(sql)
  const open = tokens.findIndex(({ text }) => text === '(')
  const close = closingBracketAt(tokens, open)
  const nameToken = tokens[open - 1]
  if (!nameToken || close < 0) throw new Error(`not a table definition: ${sql}`)
  const table: TableText = {
    name: tableName(nameToken),
    columns: [],
    rules: [],
    options: sql.slice(tokens[close]?.end).trim(),
  }
  for (const part of splitParts(tokens.slice(open + 1, close))) {
    if (isTableRule(part)) table.rules.push(...parseRules(sql, part))
    else table.columns.push(parseColumn(sql, part))
  }
  return table
}

/** The CREATE statement again. */
export function tableSql(table: TableText): string {
  const columns = table.columns.map(({ name, type, rules }) =>
    [quote(name), type, ...rules.map(ruleSql)].filter(Boolean).join(' '),
  )
  const options = table.options === '' ? '' : ` ${table.options}`
  return `create table ${quote(table.name)} (${[...columns, ...table.rules.map(ruleSql)].join(', ')})${options}`
}

function ruleSql({ name, text }: RuleText): string {
  return name === undefined ? text : `constraint ${quote(name)} ${text}`
}

/** `main.items` is items: a word keeps its dots, as numbers need them. */
function tableName(token: Token): string {
  return token.kind === 'word' ? (token.text.split('.').at(-1) ?? token.text) : unquote(token.text)
}

const is = (token: Token | undefined, ...words: string[]) =>
  token?.kind === 'word' && words.includes(token.text.toLowerCase())

const ruleStarts =
  'constraint primary not null unique check default collate references generated as foreign'.split(' ')

function isTableRule([first]: readonly Token[]): boolean {
  return is(first, 'constraint', 'primary', 'unique', 'check', 'foreign')
}

function parseColumn(sql: string, tokens: readonly Token[]): ColumnText {
  const [name, ...rest] = tokens as [Token, ...Token[]]
  const first = rest.findIndex((token) => is(token, ...ruleStarts))
  const type = first < 0 ? rest : rest.slice(0, first)
  return {
    name: unquote(name.text),
    type: textOf(sql, type),
    rules: first < 0 ? [] : parseRules(sql, rest.slice(first)),
  }
}

/** The rules one after another, each up to where the next begins. */
function parseRules(sql: string, tokens: readonly Token[]): RuleText[] {
  const rules: RuleText[] = []
  for (let at = 0; at < tokens.length;) {
    let name: string | undefined
    if (is(tokens[at], 'constraint')) {
      name = unquote(tokens[at + 1]?.text ?? '')
      at += 2
    }
    const end = endOfRule(tokens, at)
    const text = textOf(sql, tokens.slice(at, end))
    if (end > at)
      rules.push({ kind: kindOf(tokens.slice(at, end)), ...(name !== undefined && { name }), text })
    at = Math.max(end, at + 1)
  }
  return rules
}

function textOf(sql: string, tokens: readonly Token[]): string {
  const first = tokens[0]
  return first ? sql.slice(first.start, tokens.at(-1)?.end) : ''
}

/** Where a rule ends: words such as NOT, NULL and DEFAULT also stand inside one (`on delete set null`, `not deferrable`). */
function endOfRule(tokens: readonly Token[], start: number): number {
  let depth = 0
  for (let at = start + 1; at < tokens.length; at++) {
    const token = tokens[at]
    if (token?.text === '(') depth++
    if (token?.text === ')') depth--
    if (depth > 0 || !is(token, ...ruleStarts)) continue
    if (!belongsToRuleBefore(tokens, start, at)) return at
  }
  return tokens.length
}

function belongsToRuleBefore(tokens: readonly Token[], start: number, at: number): boolean {
  const before = tokens[at - 1]
  const token = tokens[at]
  if (is(token, 'null', 'default') && is(before, 'set')) return true // on delete set null
  if (is(token, 'null') && at === start + 1 && is(before, 'not', 'default')) return true // not null, default null
  if (is(token, 'not') && is(tokens[at + 1], 'deferrable')) return true
  if (is(token, 'as') && is(tokens[start], 'generated')) return true // generated always as
  return is(token, 'references') && is(tokens[start], 'foreign') // foreign key (a) references b
}

function kindOf([first]: readonly Token[]): RuleKind {
  const kinds: Record<string, RuleKind> = {
    primary: 'primaryKey',
    not: 'notNull',
    references: 'foreignKey',
    foreign: 'foreignKey',
    as: 'generated',
  }
  const word = first?.text.toLowerCase() ?? ''
  return kinds[word] ?? (word as RuleKind)
}

/** The columns in the first bracket of a table's rule: `unique (a, b)`. */
export function columnsOfRule(text: string): string[] {
  const tokens = sqlTokensOf(text)
  const open = tokens.findIndex((token) => token.text === '(')
  const inside = tokens.slice(open + 1, closingBracketAt(tokens, open))
  return splitParts(inside).map(([first]) => unquote(first?.text ?? ''))
}

/** What a foreign key refers to: the part of its text from REFERENCES on. */
export function referenceOf(text: string): {
  table: string
  columns: string[]
  onDelete: string
  onUpdate: string
} {
  const tokens = sqlTokensOf(text)
  const at = tokens.findIndex((token) => is(token, 'references'))
  const rest = tokens.slice(at + 1)
  const rule = (event: string) => {
    const on = rest.findIndex((token, i) => is(token, 'on') && is(rest[i + 1], event))
    if (on < 0) return 'no action'
    const [first, second] = [rest[on + 2], rest[on + 3]]
    return is(first, 'set', 'no')
      ? `${first?.text} ${second?.text}`.toLowerCase()
      : (first?.text.toLowerCase() ?? 'no action')
  }
  const hasColumns = rest[1]?.text === '('
  return {
    table: unquote(rest[0]?.text ?? ''),
    columns: hasColumns ? columnsOfRule(textBetween(text, rest)) : [],
    onDelete: rule('delete'),
    onUpdate: rule('update'),
  }
}

function textBetween(text: string, tokens: readonly Token[]): string {
  return text.slice(tokens[0]?.start)
}
