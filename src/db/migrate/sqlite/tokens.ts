/** Cuts SQL text into tokens, so that a table's definition is read as SQLite reads it and not by guesswork. */

import { quote } from '../ddl/quote.ts'

export interface Token {
  /** `quoted` is a quoted identifier; `string` a value; `word` a keyword, plain identifier or number. */
  readonly kind: 'word' | 'quoted' | 'string' | 'sign'
  readonly text: string
  readonly start: number
  readonly end: number
}

const patterns: readonly [Token['kind'] | 'space', RegExp][] = [
  ['space', /\s+|--[^\n]*|\/\*[^]*?(?:\*\/|$)/y],
  ['string', /[xX]?'(?:[^']|'')*'/y],
  ['quoted', /"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]/y],
  ['word', /[\p{L}\p{N}_$.]+/uy],
  ['sign', /<>|[<>=!]=|\|\||<<|>>|->>?|[^]/y],
]

/** The tokens without spaces and comments. */
export function sqlTokensOf(sql: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < sql.length;) {
    const [kind, text] = nextToken(sql, at)
    if (kind !== 'space') tokens.push({ kind, text, start: at, end: at + text.length })
    at += text.length
  }
  return tokens
}

function nextToken(sql: string, at: number): [Token['kind'] | 'space', string] {
  for (const [kind, pattern] of patterns) {
    pattern.lastIndex = at
    const found = pattern.exec(sql)
    if (found) return [kind, found[0]]
  }
  throw new Error(`unreadable SQL at "${sql.slice(at, at + 20)}"`)
}

/** Where the bracket that opens at this token closes; -1 where it does not. */
export function closingBracketAt(tokens: readonly Token[], open: number): number {
  let depth = 0
  for (let at = open; at >= 0 && at < tokens.length; at++) {
    if (tokens[at]?.text === '(') depth++
    if (tokens[at]?.text === ')' && --depth === 0) return at
  }
  return -1
}

/** The parts of a list, split at the commas that are in no bracket. */
export function splitParts(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens) {
    if (token.text === '(') depth++
    if (token.text === ')') depth--
    if (token.text === ',' && depth === 0) parts.push([])
    else parts.at(-1)?.push(token)
  }
  return parts.filter((part) => part.length > 0)
}

/** The name that an identifier stands for: `"Order"` is Order. */
export function unquote(text: string): string {
  const first = text[0]
  if (first === '[') return text.slice(1, -1)
  if (first === '"' || first === '`' || first === "'")
    return text.slice(1, -1).replaceAll(first + first, first)
  return text
}

/** Words before a bracket that are no function's name. */
const notFunctions = new Set(
  'in and or not is between like then else when end values on check using as where having select'.split(' '),
)
const operators = new Set([...'= < > <> != <= >= + - * / % || ( ,'.split(' '), ...notFunctions])

/** SQL in one form, for comparing and for showing: small letters, single spaces, quotes only where a name needs them. */
export function normaliseSql(sql: string): string {
  let text = ''
  let last = ''
  let sign = false // the minus of a number, not that of a subtraction
  for (const { kind, text: raw } of sqlTokensOf(sql)) {
    const word = kind === 'quoted' ? plainName(raw) : kind === 'word' ? raw.toLowerCase() : raw
    const close =
      text === '' ||
      last === '(' ||
      sign ||
      /^\.(\D|$)/.test(word) || // `old."year"` is old.year
      /(^|\D)\.$/.test(last) ||
      word === ')' ||
      word === ',' ||
      (word === '(' && isFunction(last))
    text += close ? word : ` ${word}`
    sign = word === '-' && (last === '' || operators.has(last))
    last = word
  }
  return withoutOuterBrackets(text)
}

function isFunction(word: string): boolean {
  return /^[\p{L}_"]/u.test(word) && !notFunctions.has(word)
}

function plainName(quoted: string): string {
  const name = unquote(quoted)
  return /^[a-z_][a-z0-9_]*$/.test(name) && !reserved.has(name) ? name : quote(name)
}

/** Words that are names only in quotes, on one engine or the other. */
const reserved = new Set(
  'all and any as asc between by case check collate column constraint create default desc distinct else end exists for foreign from group having in index into is join limit not null offset on or order primary references select set table then to union unique user using values when where with'.split(
    ' ',
  ),
)

/** `((a > b))` is `a > b`; `(a) or (b)` stays. */
function withoutOuterBrackets(text: string): string {
  if (!text.startsWith('(') || !text.endsWith(')')) return text
  let depth = 0
  for (const { text: sign, end } of sqlTokensOf(text)) {
    if (sign === '(') depth++
    if (sign === ')') depth--
    if (depth === 0 && end < text.length) return text
  }
  return withoutOuterBrackets(text.slice(1, -1))
}
