/** Sets SQL out in lines as a person writes it: each clause begins one, what stands in brackets is indented. */
import { sqlTokens } from './sql-tokens.ts'

/** Words that begin a line; of `left join` the first word does. */
const clauses = new Set(
  'select from where group having order limit offset union values set returning'.split(' '),
)
const joins = new Set('inner left right full cross'.split(' '))

/** The same SQL with line breaks. SQL that has them already stays as it is. */
export function sqlLines(sql: string): string {
  if (sql.includes('\n')) return sql
  let depth = 0
  /** For each open bracket, whether a query stands in it. */
  const queries: boolean[] = []
  let text = ''
  const tokens = sqlTokens(sql)
  for (const [index, token] of tokens.entries()) {
    const word = token.text.toLowerCase()
    const begins =
      token.kind === 'keyword' && (clauses.has(word) || joins.has(word) || (word === 'and' && depth === 0))
    if (begins && text !== '' && (depth === 0 || queries.at(-1)))
      text = `${text.trimEnd()}\n${'  '.repeat(queries.filter(Boolean).length)}${word === 'and' ? '  ' : ''}`
    text += token.text
    if (token.kind !== 'plain') continue
    for (const sign of token.text) {
      if (sign === '(')
        queries.push(tokens[index + 1]?.text.toLowerCase() === 'select' && token.text.trimEnd().endsWith('('))
      if (sign === ')') queries.pop()
    }
    depth = queries.length
  }
  return text
}
